/**
 * What waits for one person, over all their cases: the one queue of Accueil. A pure function of what the log
 * says, so that the server's answer, the screen and a phone without network agree.
 */
import type { AgendaItem } from './agenda-item.ts'
import { isMuted, type Attention } from './attention.ts'
import { signersOf, type CarePlan } from './care-plan.ts'
import { breakGlassWaitsFor, type BreakGlass } from './break-glass.ts'
import type { CircleMember } from './care-circle.ts'
import { parseStream, type EntityState, type StreamName } from './change.ts'
import { waitsForAcknowledgement, type Message } from './conversation.ts'
import type { FiledMinutes } from './decision.ts'
import { dueOnLadder } from './escalation.ts'
import type { Flag } from './flag.ts'
import { minutesSigners } from './minutes-signers.ts'
import type { Profession } from './profession.ts'
import { flagWaitsFor, reportWaitsFor, type WaitingFlag } from './queue-flags.ts'
import { findTaskIn, taskWaitsFor, type WaitingTask } from './queue-tasks.ts'
import { readingAlertWaitsFor, type ReadingAlert } from './reading-alert.ts'
import { referralWaitsFor, type Referral } from './referral.ts'
import { answerersOf, unansweredShared, type SharedMessage } from './sharing.ts'
import type { Task } from './task.ts'
import type { TreatmentReport } from './treatment-report.ts'

export type QueueBand = 'urgent' | 'today' | 'later'

export interface QueueItem {
  /** Stable while the thing waits. */
  readonly key: string
  readonly kind:
    | 'acknowledge'
    | 'mention'
    | 'unread'
    | 'referral'
    | 'signPlan'
    | 'planReturned'
    | 'signMinutes'
    | 'reviewBreakGlass'
    | 'sharedMessage'
    | 'readingAlert'
    | WaitingFlag['kind']
    | WaitingTask['kind']
  readonly band: QueueBand
  readonly stream: StreamName
  /** null for what was said outside a case. */
  readonly caseId: string | null
  /** The message, flag, report, referral, plan, agenda item or task; for `unread` the first unread message. */
  readonly entityId: string
  readonly by: string
  /** Since when it waits. */
  readonly since: string
  readonly dueAt: string | null
  /** Unread messages, for `unread`; 1 otherwise. */
  readonly count: number
}

export interface QueueReader {
  readonly accountId: string
  readonly profession: Profession | null
}

/**
 * One case or conversation as a reader holds it. `readSeq`: how far they have read its messages. What a case shares
 * comes with the circle of its case.
 */
export interface QueueStream {
  readonly stream: StreamName
  readonly readSeq: number
  readonly entities: Iterable<EntityState>
}

/** Types of the entities that the queue is read from. */
export const QUEUE_ENTITY_TYPES = [
  'message',
  'flag',
  'treatmentReport',
  'task',
  'referral',
  'carePlan',
  'circleMember',
  'breakGlass',
  'sharedMessage',
  'readingAlert',
  'agendaItem',
  'filedMinutes',
] as const

const BANDS: readonly QueueBand[] = ['urgent', 'today', 'later']

const DAY_MS = 86_400_000

/**
 * @param endOfDay ISO instant at which the reader's day ends; what is due by then, and what came in the 24 hours
 *   before it, is for today
 * @param attention what the reader has muted: it is not counted as unread, and what asks them still waits
 * @returns urgent first, then today, then later; inside a band what is due first, then what waits longest
 */
export function whatWaits(
  reader: QueueReader,
  streams: Iterable<QueueStream>,
  endOfDay: string,
  attention: readonly Attention[] = [],
): QueueItem[] {
  const items: QueueItem[] = []
  for (const stream of streams) {
    const held = { ...stream, entities: [...stream.entities] }
    if (!isThereInEmergency(reader, held.entities)) items.push(...waitsIn(reader, held, endOfDay, attention))
  }
  return items.sort(
    (one, other) =>
      BANDS.indexOf(one.band) - BANDS.indexOf(other.band) ||
      compare(one.dueAt ?? '9999', other.dueAt ?? '9999') ||
      compare(one.since, other.since) ||
      compare(one.key, other.key),
  )
}

/** Whoever reads a case in an emergency is asked for nothing in it. */
const isThereInEmergency = ({ accountId }: QueueReader, entities: readonly EntityState[]): boolean =>
  entities.some(({ type, after }) => {
    const member = type === 'circleMember' ? (after as CircleMember | null) : null
    return member?.accountId === accountId && member.status === 'active' && member.basis === 'emergency'
  })

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

function* waitsIn(
  reader: QueueReader,
  { stream, readSeq, entities }: QueueStream,
  endOfDay: string,
  attention: readonly Attention[],
): Generator<QueueItem> {
  const parsed = parseStream(stream)
  const caseId = parsed?.kind === 'case' || parsed?.kind === 'shared' ? parsed.id : null
  const unread: EntityState<Message>[] = []
  const flags: EntityState<Flag>[] = []
  const reports: EntityState<TreatmentReport>[] = []
  const tasks: EntityState<Task>[] = []
  const circle: CircleMember[] = []
  const broken: EntityState<BreakGlass>[] = []
  const shared: EntityState<SharedMessage>[] = []
  const discussed: EntityState<AgendaItem>[] = []
  const filed = new Set<string>()
  let plan: EntityState<CarePlan> | undefined
  for (const entity of entities) {
    if (entity.after === null) continue
    const base = { stream, caseId, entityId: entity.id, count: 1 }
    if (entity.type === 'message') {
      const message = entity.after as Message
      if (waitsForAcknowledgement(message, reader)) {
        const band = message.urgency === 'urgent' ? 'urgent' : 'today'
        const kind = message.urgency === 'routine' ? 'mention' : 'acknowledge'
        yield {
          ...base,
          key: `${kind}:${entity.id}`,
          kind,
          band,
          by: message.authorId,
          since: message.postedAt,
          dueAt: message.escalation && dueOnLadder(message.escalation),
        }
      } else if (
        message.authorId !== reader.accountId &&
        entity.createdSeq > readSeq &&
        message.urgency === 'routine' &&
        !message.deleted &&
        // Whoever has acknowledged it, or answered it, has read it.
        !message.acknowledgements.some(({ by }) => by === reader.accountId) &&
        !isMuted(attention, stream, message.threadId ?? entity.id)
      ) {
        unread.push(entity as EntityState<Message>)
      }
    } else if (entity.type === 'flag') {
      flags.push(entity as EntityState<Flag>)
    } else if (entity.type === 'treatmentReport') {
      reports.push(entity as EntityState<TreatmentReport>)
    } else if (entity.type === 'referral') {
      const referral = entity.after as Referral
      if (referralWaitsFor(referral, reader.accountId) && referral.remindedAt !== null)
        yield {
          ...base,
          key: `referral:${entity.id}`,
          kind: 'referral',
          band: 'today',
          by: referral.createdBy,
          since: referral.remindedAt,
          dueAt: referral.appointmentAt,
        }
    } else if (entity.type === 'readingAlert') {
      const alert = entity.after as ReadingAlert
      if (readingAlertWaitsFor(alert, reader.accountId))
        yield {
          ...base,
          key: `readingAlert:${entity.id}`,
          kind: 'readingAlert',
          band: alert.rule.level === 'urgent' ? 'urgent' : 'today',
          by: alert.readings[0]?.takenBy ?? '',
          since: alert.raisedAt,
          dueAt: alert.escalation && dueOnLadder(alert.escalation),
        }
    } else if (entity.type === 'task') {
      tasks.push(entity as EntityState<Task>)
    } else if (entity.type === 'carePlan') {
      plan = entity as EntityState<CarePlan>
    } else if (entity.type === 'circleMember') {
      circle.push(entity.after as CircleMember)
    } else if (entity.type === 'breakGlass') {
      broken.push(entity as EntityState<BreakGlass>)
    } else if (entity.type === 'sharedMessage') {
      shared.push(entity as EntityState<SharedMessage>)
    } else if (entity.type === 'agendaItem') {
      if ((entity.after as AgendaItem).status === 'discussed')
        discussed.push(entity as EntityState<AgendaItem>)
    } else if (entity.type === 'filedMinutes') {
      filed.add((entity.after as FiledMinutes).agendaItemId)
    }
  }
  const asked = plan?.after && planWaitsFor(reader, plan.after, circle)
  if (plan && asked)
    yield {
      ...asked,
      ...{ stream, caseId, entityId: plan.id, count: 1 },
      key: `${asked.kind}:${plan.id}`,
      band: 'today',
      dueAt: null,
    }
  for (const { id, after } of broken) {
    if (!after || !breakGlassWaitsFor(after, reader.accountId, circle)) continue
    const asked = { kind: 'reviewBreakGlass', by: after.accountId, since: after.openedAt } as const
    yield {
      ...asked,
      key: `reviewBreakGlass:${id}`,
      stream,
      caseId,
      entityId: id,
      band: 'today',
      dueAt: null,
      count: 1,
    }
  }
  for (const { id, after } of discussed) {
    if (!after?.discussed || filed.has(id)) continue
    if (!minutesSigners(after, circle).includes(reader.accountId)) continue
    const { by, at: since } = after.discussed
    yield {
      ...{ kind: 'signMinutes', key: `signMinutes:${id}`, band: 'today', stream, caseId, entityId: id },
      ...{ by, since, dueAt: null, count: 1 },
    }
  }
  if (shared.length > 0 && answerersOf(circle, shared).includes(reader.accountId))
    for (const { id, after } of unansweredShared(shared))
      yield {
        ...{ kind: 'sharedMessage', key: `sharedMessage:${id}`, band: 'today', stream, caseId, entityId: id },
        ...{ by: after.authorId, since: after.at, dueAt: null, count: 1 },
      }
  const find = findTaskIn(tasks)
  const around = { circle, find, endOfDay }
  for (const { id, waiting } of [
    ...flags.map(({ id, after }) => ({ id, waiting: after && flagWaitsFor(reader, after, around) })),
    ...reports.map(({ id, after }) => ({ id, waiting: after && reportWaitsFor(reader, after, around) })),
  ]) {
    if (waiting) yield { ...waiting, key: `${waiting.kind}:${id}`, stream, caseId, entityId: id, count: 1 }
  }
  for (const { id, after } of tasks) {
    const waiting = after && taskWaitsFor(reader, after, find, endOfDay)
    // A part of a case names it in its tasks alone.
    if (waiting)
      yield { ...waiting, key: `${waiting.kind}:${id}`, stream, caseId: after.caseId, entityId: id, count: 1 }
  }
  const first = unread.sort((one, other) => one.createdSeq - other.createdSeq)[0]
  if (first?.after) {
    const since = first.after.postedAt
    yield {
      key: `unread:${stream}`,
      kind: 'unread',
      band: Date.parse(endOfDay) - Date.parse(since) < DAY_MS ? 'today' : 'later',
      stream,
      caseId,
      entityId: first.id,
      by: first.after.authorId,
      since,
      dueAt: null,
      count: unread.length,
    }
  }
}

/** A plan waits to be signed, or came back to whoever had sent it. */
function planWaitsFor(
  { accountId }: QueueReader,
  plan: CarePlan,
  circle: readonly CircleMember[],
): (Pick<QueueItem, 'by' | 'since'> & { readonly kind: 'signPlan' | 'planReturned' }) | undefined {
  const { submission, returned } = plan
  if (submission && signersOf(plan, circle).includes(accountId))
    return { kind: 'signPlan', by: submission.by, since: submission.at }
  if (returned?.to === accountId) return { kind: 'planReturned', by: returned.by, since: returned.at }
  return undefined
}

/** The active members of a circle who read what is written in the case, one per account. */
export function readersOf(circle: Iterable<CircleMember>): CircleMember[] {
  return [...circle].filter(
    ({ status, accountId, view }) => status === 'active' && accountId !== null && view === 'case',
  )
}
