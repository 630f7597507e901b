/** What the person said of who may know: that they agree, or object, to whom, and when they took it back. */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { DaySchema, DoneBySchema, IdSchema, line } from './values.ts'

/** Whom it is about: everybody of the circle, one of its members, a profession, or somebody by name. */
export const ConsentAboutSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('circle') }),
  z.strictObject({ kind: z.literal('member'), memberId: IdSchema }),
  z.strictObject({ kind: z.literal('account'), accountId: IdSchema }),
  z.strictObject({ kind: z.literal('profession'), profession: ProfessionSchema }),
])
export type ConsentAbout = z.infer<typeof ConsentAboutSchema>

export const CONSENT_MEANS = ['oral', 'written', 'electronic', 'representative'] as const

/** Valid until it is withdrawn (CSP D1110-3-1: by any means, after being told who, what and how). */
export const SharingConsentSchema = z.object({
  caseId: IdSchema,
  decision: z.enum(['agrees', 'objects']),
  about: ConsentAboutSchema,
  how: z.enum(CONSENT_MEANS),
  on: DaySchema,
  note: line(300).nullable(),
  recorded: DoneBySchema,
  withdrawn: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type SharingConsent = z.infer<typeof SharingConsentSchema>

/** Somebody who is in the circle, or would be. */
interface Recipient {
  readonly memberId?: string | undefined
  readonly accountId: string | null
  readonly profession: string | null
}

const isAbout = (about: ConsentAbout, { memberId, accountId, profession }: Recipient): boolean => {
  switch (about.kind) {
    case 'circle':
      return true
    case 'member':
      return about.memberId === memberId
    case 'account':
      return about.accountId === accountId
    case 'profession':
      return about.profession === profession
  }
}

/** The standing objection to somebody, if there is one: what is said of one person counts before what is said of all. */
export function objectionTo(
  recipient: Recipient,
  consents: Iterable<{ readonly id: string; readonly after: SharingConsent | null }>,
): string | undefined {
  return [...consents].find(
    ({ after }) => after?.decision === 'objects' && !after.withdrawn && isAbout(after.about, recipient),
  )?.id
}

/** Whether the person has agreed that somebody from outside the team knows, by name or by profession. */
export const hasAgreedTo = (
  recipient: Recipient,
  consents: Iterable<{ readonly after: SharingConsent | null }>,
): boolean =>
  [...consents].some(
    ({ after }) => after?.decision === 'agrees' && !after.withdrawn && isAbout(after.about, recipient),
  )

/**
 * Takes back what the person had said.
 * @throws conflict when it was taken back already
 */
export function withdrawConsent(
  consent: SharingConsent,
  withdrawn: NonNullable<SharingConsent['withdrawn']>,
): SharingConsent {
  if (consent.withdrawn) throw new DomainError('conflict', { why: 'withdrawn' })
  return { ...consent, withdrawn }
}
