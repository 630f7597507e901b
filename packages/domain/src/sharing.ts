/**
 * What passes between the circle of a case and those with whom it only shares: which parts it shares, what is written
 * to and fro, and what they tell from home. A professional's words are never carried over by themselves.
 */
import { z } from 'zod'
import { CIRCLE_VIEWS, holdsAt, type CircleMember } from './care-circle.ts'
import type { EntityState } from './change.ts'
import { DomainError } from './errors.ts'
import { READING_KINDS } from './measurement.ts'
import { ProfessionSchema } from './profession.ts'
import { REPORT_KINDS, type TreatmentReport } from './treatment-report.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** What a circle may share, beyond that there is a case. */
export const SHARED_PARTS = ['circle', 'treatment', 'appointments', 'plan', 'wishes'] as const
export const SharedPartSchema = z.enum(SHARED_PARTS)
export type SharedPart = z.infer<typeof SharedPartSchema>

/** Until the circle says something else: whom one can call. */
export const SHARED_AT_FIRST: readonly SharedPart[] = ['circle']

/** In `case:`, at most one: what the circle has chosen to share. */
export const SharingSchema = z.object({
  caseId: IdSchema,
  /** In the order of `SHARED_PARTS`. */
  parts: z.array(SharedPartSchema).max(SHARED_PARTS.length),
  set: DoneBySchema,
})
export type Sharing = z.infer<typeof SharingSchema>

/** Who wrote or told something, as they were then: whoever reads it may not see the circle. */
const AuthorSchema = z.object({
  caseId: IdSchema,
  authorId: IdSchema,
  authorName: line(120),
  profession: ProfessionSchema.nullable(),
  /** « fille », « curateur ». */
  relation: line(80).nullable(),
  /** `case`: a professional of the circle; `shared`: whom the case is shared with. */
  authorView: z.enum(CIRCLE_VIEWS),
  at: InstantSchema,
})

export const SharedMessageSchema = AuthorSchema.extend({
  text: paragraph(4_000),
  /** By professionals, with the name that they had. */
  acknowledgements: z.array(DoneBySchema.extend({ name: line(120) })),
})
export type SharedMessage = z.infer<typeof SharedMessageSchema>

/** A side effect, or what is not taken, told by a relative or the person: the pharmacist gets a `treatmentReport` of it. */
export const SharedReportSchema = AuthorSchema.extend({
  kind: z.enum(REPORT_KINDS),
  words: paragraph(400),
  medicationName: line(80).nullable(),
})
export type SharedReport = z.infer<typeof SharedReportSchema>

/** What a relative or the person measured: the circle gets a `measurement` of it. */
export const SharedReadingSchema = AuthorSchema.extend({
  kind: z.enum(READING_KINDS),
  value: z.number(),
  value2: z.number().nullable(),
})
export type SharedReading = z.infer<typeof SharedReadingSchema>

/** What somebody brings along into what they write. */
export const authorIn = (
  { caseId, profession, relation, view }: CircleMember,
  { accountId, name }: { readonly accountId: string; readonly name: string },
  at: string,
): z.infer<typeof AuthorSchema> => ({
  ...{ caseId, authorId: accountId, authorName: name, profession, relation },
  ...{ authorView: view, at },
})

/** Whether anybody sees what a case shares, or did: there is something to follow then. */
export const isSharedWithAnybody = (circle: Iterable<CircleMember>): boolean =>
  [...circle].some(({ accountId, view }) => accountId !== null && view === 'shared')

/** Those who see at an instant (ISO) what the case shares, and no more of it. */
export const sharedWith = (circle: Iterable<CircleMember>, at: string): CircleMember[] =>
  [...circle].filter((member) => member.accountId !== null && member.view === 'shared' && holdsAt(member, at))

/**
 * « Vu » by a professional: once per person, the first time stands.
 * @throws invalid for a message of the circle's own
 */
export function acknowledgeShared(
  message: SharedMessage,
  acknowledgement: SharedMessage['acknowledgements'][number],
): SharedMessage {
  if (message.authorView === 'case') throw new DomainError('invalid', { why: 'of_the_circle' })
  if (message.acknowledgements.some(({ by }) => by === acknowledgement.by)) return message
  return { ...message, acknowledgements: [...message.acknowledgements, acknowledgement] }
}

type HeldMessage = EntityState<SharedMessage> & { readonly after: SharedMessage }

/** What nobody of the circle has seen or answered yet, the first one first. */
export function unansweredShared(messages: Iterable<EntityState<SharedMessage>>): HeldMessage[] {
  const there = [...messages]
    .filter((message): message is HeldMessage => message.after !== null)
    .sort((one, other) => one.createdSeq - other.createdSeq)
  const answered = there.findLastIndex(({ after }) => after.authorView === 'case')
  return there.slice(answered + 1).filter(({ after }) => after.acknowledgements.length === 0)
}

/**
 * The professionals for whom it waits: the referent, and who answered last. Where neither is there any more, everybody
 * who sees the case, so that it never waits for nobody.
 */
export function answerersOf(
  circle: Iterable<CircleMember>,
  messages: Iterable<EntityState<SharedMessage>>,
): string[] {
  const there = [...circle].filter(
    ({ accountId, view, status, basis }) =>
      accountId !== null && view === 'case' && status === 'active' && basis !== 'emergency',
  )
  const last = [...messages]
    .flatMap(({ after, createdSeq }) => (after?.authorView === 'case' ? [{ after, createdSeq }] : []))
    .reduce<{ after: SharedMessage; createdSeq: number } | undefined>(
      (latest, one) => (latest && latest.createdSeq > one.createdSeq ? latest : one),
      undefined,
    )?.after.authorId
  const named = there.filter(({ role, accountId }) => role === 'referent' || accountId === last)
  return [...new Set((named.length > 0 ? named : there).flatMap(({ accountId }) => accountId ?? []))]
}

/**
 * What the pharmacist gets of a report: in the teller's words, by whom, and of which lines.
 * @param medicationIds of lines that bear the name that was told; where none does, the name stands before the words
 */
export function newToldReport(report: SharedReport, medicationIds: string[]): TreatmentReport {
  const { caseId, kind, words, medicationName, authorId, authorName, relation, at } = report
  const isNamed = medicationName !== null && medicationIds.length === 0
  return {
    ...{ caseId, kind, medicationIds },
    words: isNamed ? `${medicationName} : ${words}` : words,
    noticedBy: (relation === null ? authorName : `${authorName} (${relation})`).slice(0, 120),
    reported: { by: authorId, at },
    settled: null,
  }
}
