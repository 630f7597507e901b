/**
 * Erasing what a case holds, and what stays of it: who erased, when, why and on what ground, never what was erased.
 * Erasing is not deleting: a message that its author takes back stays in its history, and one that is erased is
 * nowhere any more.
 */
import { z } from 'zod'
import type { CircleMember } from './care-circle.ts'
import type { EntityState } from './change.ts'
import type { Decision } from './decision.ts'
import { DomainError } from './errors.ts'
import { patientName, type Patient } from './patient-case.ts'
import type { WordedReading } from './observation.ts'
import { foldText, IdSchema, InstantSchema, line } from './values.ts'

/**
 * On what ground: written by mistake, of another person, because the person asked (GDPR 16 and 17), or because it
 * was kept long enough (CSP R1112-7).
 */
export const ERASURE_BASES = ['mistake', 'wrongPerson', 'personsRequest', 'retention'] as const
export const ErasureBasisSchema = z.enum(ERASURE_BASES)
export type ErasureBasis = z.infer<typeof ErasureBasisSchema>

/**
 * What may be erased by itself. All else stays as long as its case: who was in the circle, what was signed, lines of
 * a treatment (stopped or corrected, since somebody may have taken them), flags and what was answered to them
 * (closed with a reason), allergies (corrected by `facts.record`).
 */
export const ERASABLE_TYPES = [
  'message',
  'measurement',
  'wordedReading',
  'file',
  'need',
  'referral',
  'personWish',
  'treatmentReport',
  'alertAnswer',
  'task',
  'agendaItem',
  'decision',
  'sharedMessage',
  'sharedReport',
  'sharedReading',
] as const
export type ErasableType = (typeof ERASABLE_TYPES)[number]

const ErasedEntrySchema = z.object({ type: z.string(), id: IdSchema })

/** Stands in the stream of what was erased, in the change that erased it. */
export const ErasureSchema = z.object({
  caseId: IdSchema,
  scope: z.enum(['entries', 'document', 'case']),
  /** Of `entries`, those that went along included. */
  of: z.array(ErasedEntrySchema),
  /** Of `document`: where in it; null for its former states alone. */
  document: z.object({ kind: z.enum(['board', 'plan']), path: z.string().nullable() }).nullable(),
  basis: ErasureBasisSchema,
  reason: line(300),
  by: IdSchema,
  at: InstantSchema,
  /** Versions of the care plan, and minutes, whose signed text may still hold some of it: the law has them kept. */
  signedIn: z.array(IdSchema),
  /** Of a whole case: the accounts that were in its circle, its parts, and the team that it was of. */
  circle: z
    .object({ accountIds: z.array(IdSchema), partIds: z.array(IdSchema), teamId: IdSchema })
    .nullable(),
})
export type Erasure = z.infer<typeof ErasureSchema>

/** In a team's stream: that one of its cases was erased. Ids alone. */
export const ErasedCaseSchema = z.object({
  caseId: IdSchema,
  by: IdSchema,
  at: InstantSchema,
  basis: ErasureBasisSchema,
})
export type ErasedCase = z.infer<typeof ErasedCaseSchema>

/** Kinds of the changes that erase. */
export const ERASING_KINDS = {
  entries: 'entry.redacted',
  document: 'board.redacted',
  case: 'case.redacted',
} as const

export const isErasable = (type: string): type is ErasableType =>
  (ERASABLE_TYPES as readonly string[]).includes(type)

/** Whether somebody answers for the case: its referent and physicians; for what is erased in it the coordinator too. */
export const canEraseOfOthers = (member: CircleMember) =>
  member.basis !== 'emergency' &&
  (member.role === 'referent' || member.profession === 'physician' || member.profession === 'coordinator')

export const canEraseCase = (member: CircleMember) =>
  member.basis !== 'emergency' && (member.role === 'referent' || member.profession === 'physician')

/** Whose words an entry is: its author's, even where the server wrote it down for them. */
export function authorOfEntry({ after, createdBy }: EntityState): string {
  const said = (after ?? {}) as { authorId?: string; takenBy?: string; addedBy?: string }
  return said.authorId ?? said.takenBy ?? said.addedBy ?? createdBy
}

/**
 * @throws invalid for what is only corrected, and for what is neither one's own nor in one's charge
 */
export function requireErasable(entry: EntityState, member: CircleMember): void {
  const { type, id } = entry
  if (!isErasable(type)) throw new DomainError('invalid', { field: 'entries', why: whyKept(type), type, id })
  if (authorOfEntry(entry) !== member.accountId && !canEraseOfOthers(member))
    throw new DomainError('invalid', { field: 'entries', why: 'not_yours', id })
}

/**
 * What goes along with notes and tasks that are erased: the words that were said with them, as readings.
 * @throws conflict for words that came with a task and are named without it: they stand in the task as well
 */
export function wordsGoingWith(
  readings: Iterable<EntityState<WordedReading>>,
  isGoing: (id: string) => boolean,
): string[] {
  const there = [...readings].flatMap(({ id, after }) => (after === null ? [] : [{ id, after }]))
  const inTask = there.find(({ id, after }) => isGoing(id) && after.taskId !== null && !isGoing(after.taskId))
  if (inTask)
    throw new DomainError('conflict', { why: 'stands_in_task', ids: [inTask.after.taskId], id: inTask.id })
  return there.flatMap(({ id, after: { messageId, taskId } }) =>
    (messageId !== null && isGoing(messageId)) || (taskId !== null && isGoing(taskId)) ? [id] : [],
  )
}

/** The tasks that say a decision again: carrying it out, and telling the person. */
export const tasksOfDecision = ({ taskId, tellTaskId }: Pick<Decision, 'taskId' | 'tellTaskId'>): string[] =>
  tellTaskId === null ? [taskId] : [taskId, tellTaskId]

/** @throws conflict for a task of a decision that is named without it: its words stand in the decision as well */
export function requireDecisionsToo(
  decisions: Iterable<EntityState<Decision>>,
  isGoing: (id: string) => boolean,
): void {
  for (const { id, after } of decisions)
    if (after !== null && !isGoing(id) && tasksOfDecision(after).some(isGoing))
      throw new DomainError('conflict', { why: 'stands_in_decision', ids: [id] })
}

/** What is signed is kept by law as long as its case (CSP R1112-7); all else is corrected where it stands. */
const SIGNED: readonly string[] = ['planVersion', 'carePlan', 'filedMinutes']
const whyKept = (type: string) => (SIGNED.includes(type) ? 'kept_by_law' : 'corrected_not_erased')

/** The name that somebody types to show which case they mean; accents and capitals do not matter. */
export const confirmsPatient = (patient: Patient, typed: string): boolean =>
  foldText(typed) === foldText(patientName(patient))

/** Source: CSP R1112-7, twenty years from the last contact; liberal practice follows it. */
export const RETENTION_YEARS = 20

/** The instant at which a case that was closed at `closedAt` has been kept for so many years. */
export function keptUntil(closedAt: string, years: number): string {
  const until = new Date(closedAt)
  until.setUTCFullYear(until.getUTCFullYear() + years)
  return until.toISOString()
}
