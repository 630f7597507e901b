/**
 * A task as FHIR's Task, and its status back. FHIR has twelve statuses and Colloque five on screen: ours goes along
 * as `businessStatus`, so that what we wrote ourselves comes back as it was.
 *
 * Not mapped: what a task waits for (R4 has no element for it), the checklist, and calls.
 */
import { windowBounds, type NotDoneOutcome, type Task, type TaskStatus, type Urgency } from '@colloque/domain'
import { professionConcept, recordConcept } from './codes.ts'
import {
  identifierOf,
  patientOf,
  practitionerOf,
  withoutEmpty,
  type Annotation,
  type FhirPriority,
  type FhirTask,
  type FhirTaskStatus,
} from './resources.ts'

export const OWN_TASK_STATUS = 'urn:colloque:task-status'

/** à prendre, prise (commencée ou non), en attente, faite, non faite. */
export function fhirTaskStatus(task: Task): FhirTaskStatus {
  switch (task.status) {
    case 'open':
      return 'requested'
    case 'claimed':
      return hasBegun(task) ? 'in-progress' : 'accepted'
    case 'waiting':
      return 'on-hold'
    case 'done':
      return 'completed'
    case 'notDone':
      // `rejected` is a performer's refusal; here the person refuses, or nobody needs it any more.
      return task.outcome === 'missed' ? 'failed' : 'cancelled'
  }
}

const hasBegun = ({ checklist, joint }: Task) =>
  checklist.some(({ done }) => done !== null) || joint.some(({ done }) => done !== null)

export interface StatusRead {
  readonly status: TaskStatus
  readonly outcome: NotDoneOutcome | 'done' | null
}

const STATUS_OF: Record<FhirTaskStatus, TaskStatus | null> = {
  // Not asked of anybody yet, or never should have been.
  draft: null,
  'entered-in-error': null,
  requested: 'open',
  received: 'open',
  accepted: 'claimed',
  ready: 'claimed',
  'in-progress': 'claimed',
  'on-hold': 'waiting',
  completed: 'done',
  rejected: 'notDone',
  cancelled: 'notDone',
  failed: 'notDone',
}

/**
 * @returns null for what Colloque does not show: a draft, and what was entered in error
 */
export function taskStatusOf(resource: Pick<FhirTask, 'status'> & Partial<FhirTask>): StatusRead | null {
  const status = STATUS_OF[resource.status]
  if (status === null) return null
  if (status === 'done') return { status, outcome: 'done' }
  if (status !== 'notDone') return { status, outcome: null }
  const own = resource.businessStatus?.coding?.find(({ system }) => system === OWN_TASK_STATUS)?.code
  const outcome = (['refused', 'missed', 'notNeeded'] as const).find((known) => own === `notDone.${known}`)
  return { status, outcome: outcome ?? null }
}

const PRIORITY = { routine: 'routine', important: 'urgent', urgent: 'asap' } as const satisfies Record<
  Urgency,
  FhirPriority
>
export const urgencyOf = (priority: FhirPriority | undefined): Urgency =>
  priority === 'urgent' ? 'important' : priority === 'asap' || priority === 'stat' ? 'urgent' : 'routine'

/** @param stored its id, and when it last changed */
export function toFhirTask(stored: { readonly id: string; readonly at: string }, task: Task): FhirTask {
  const { claimed, ended, dueAt, window, outcome, status } = task
  const owner = task.delegate?.accountId ?? claimed?.by ?? task.forAccount
  const professions =
    task.joint.length > 0 ? task.joint.map(({ profession }) => profession) : [task.forProfession]
  const why = status === 'waiting' ? task.waitingFor : status === 'notDone' ? task.reason : null
  const group = task.seriesId ?? task.bundle?.id
  const bounds = window ? windowBounds(window) : undefined
  return withoutEmpty<FhirTask>({
    resourceType: 'Task',
    id: stored.id,
    identifier: [identifierOf(stored.id)],
    groupIdentifier: group ? identifierOf(group) : undefined,
    status: fhirTaskStatus(task),
    statusReason: why === null ? undefined : { text: why },
    businessStatus: {
      coding: [
        { system: OWN_TASK_STATUS, code: status === 'notDone' && outcome ? `notDone.${outcome}` : status },
      ],
    },
    intent: task.seriesId === null ? 'order' : 'instance-order',
    priority: PRIORITY[task.urgency],
    description: task.title,
    for: patientOf(task.caseId),
    executionPeriod: claimed
      ? withoutEmpty({ start: claimed.at, end: ended?.at })
      : ended
        ? { end: ended.at }
        : undefined,
    authoredOn: task.createdAt,
    // inv-1: never before it was asked for.
    lastModified: stored.at > task.createdAt ? stored.at : task.createdAt,
    requester: practitionerOf(task.createdBy),
    performerType: professions.flatMap((profession) => (profession ? [professionConcept(profession)] : [])),
    owner: owner ? practitionerOf(owner) : undefined,
    restriction:
      dueAt === null
        ? undefined
        : { period: withoutEmpty({ start: bounds?.from, end: bounds?.to ?? dueAt }) },
    note: notesOf(task),
    input: task.records.map(({ kind, required }) => ({
      type: recordConcept(kind),
      valueCode: required ? 'required' : 'optional',
    })),
    output: [
      ...task.measurementIds.map((id) => ({
        type: { text: 'measurement' },
        valueReference: { reference: `Observation/${id}` },
      })),
      ...task.observations.map(({ kind, words }) => ({ type: recordConcept(kind), valueString: words })),
    ],
  })
}

function notesOf({ detail, note, createdBy, createdAt, ended }: Task): Annotation[] {
  const notes: Annotation[] = []
  if (detail !== null)
    notes.push({ authorReference: practitionerOf(createdBy), time: createdAt, text: detail })
  if (note !== null && ended)
    notes.push({ authorReference: practitionerOf(ended.by), time: ended.at, text: note })
  return notes
}
