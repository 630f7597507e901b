/**
 * The decisions around a care plan: its referent, the person's agreement, « prêt à signer », the return with a word,
 * the signature. Its text is co-edited, and is no part of this.
 */
import { z } from 'zod'
import { canBeAsked, type CircleMember } from './care-circle.ts'
import { DomainError } from './errors.ts'
import { FlagSeveritySchema, isFlagPending, type Flag } from './flag.ts'
import { canSignPlan } from './plan-policy.ts'
import { ProfessionSchema } from './profession.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

/** How the person agreed. Source: décret 2013-1090: informed, express, by any means; CSP art. L1111-6 and L1111-4. */
export const CONSENT_MODES = ['oral', 'written', 'electronic', 'representative'] as const

export const PlanConsentSchema = z.object({
  given: z.boolean(),
  how: z.enum(CONSENT_MODES),
  on: DaySchema,
  /** Who heard it. */
  collectedBy: IdSchema,
  /** Whom the person agrees to share it with, or does not. */
  scope: line(300).nullable(),
  note: line(300).nullable(),
  recorded: DoneBySchema,
})
export type PlanConsent = z.infer<typeof PlanConsentSchema>

/** Number of a document's batch: its state after it is what was seen. */
const DocSeqSchema = z.number().int().positive()

export const CarePlanSchema = z.object({
  caseId: IdSchema,
  /** Who sees to it that the plan is carried out. Source: HAS 2019. */
  referentId: IdSchema.nullable(),
  consent: PlanConsentSchema.nullable(),
  /** « Prêt à signer ». */
  submission: DoneBySchema.extend({ docSeq: DocSeqSchema, word: line(300) }).nullable(),
  /** Sent back instead of signed, to whom it came from. */
  returned: DoneBySchema.extend({ word: line(300), to: IdSchema }).nullable(),
  /** The version signed last. */
  versionId: IdSchema.nullable(),
})
export type CarePlan = z.infer<typeof CarePlanSchema>

/** A signed version. Its text is stored apart, under its hash, as the bytes that were signed. */
export const PlanVersionSchema = z.object({
  caseId: IdSchema,
  planId: IdSchema,
  /** 1 is the first. */
  number: z.number().int().positive(),
  docSeq: DocSeqSchema,
  /** SHA-256 of the canonical text, in lower-case hexadecimal. */
  textHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the canonical text. */
  schema: z.number().int().positive(),
  signed: DoneBySchema,
  signer: z.object({ name: line(120), profession: ProfessionSchema }),
  /** By which proof of identity, made when. */
  proof: z.object({ by: z.enum(['password', 'passkey']), at: InstantSchema }),
  contributors: z.array(z.object({ accountId: IdSchema, name: line(120), profession: ProfessionSchema })),
  /** Severe flags that were open, and accepted by name. */
  acceptedFlags: z.array(
    z.object({
      id: IdSchema,
      rev: z.number().int().positive(),
      title: line(200),
      severity: FlagSeveritySchema,
    }),
  ),
})
export type PlanVersion = z.infer<typeof PlanVersionSchema>

export const newCarePlan = (caseId: string): CarePlan => ({
  caseId,
  referentId: null,
  consent: null,
  submission: null,
  returned: null,
  versionId: null,
})

/** Says that it is ready to be signed. Whoever says so again says it of a later state. */
export function submitPlan(plan: CarePlan, docSeq: number, word: string, by: string, at: string): CarePlan {
  return { ...plan, submission: { by, at, docSeq, word }, returned: null }
}

/** @throws conflict when nobody has submitted it */
export function returnPlan(plan: CarePlan, word: string, by: string, at: string): CarePlan {
  if (!plan.submission) throw new DomainError('conflict', { why: 'not_submitted' })
  return { ...plan, submission: null, returned: { by, at, word, to: plan.submission.by } }
}

/** Signed: nothing is asked of anybody any more. */
export const signedPlan = (plan: CarePlan, versionId: string): CarePlan => ({
  ...plan,
  versionId,
  submission: null,
  returned: null,
})

interface HeldFlag {
  readonly id: string
  readonly rev: number
  readonly flag: Flag
}

/** Flags that must be accepted by name before a plan is signed: contre-indication and association déconseillée. */
export const severeFlags = <Held extends HeldFlag>(flags: Iterable<Held>): Held[] =>
  [...flags].filter(({ flag }) => isFlagPending(flag) && (flag.severity === 'CI' || flag.severity === 'AD'))

/**
 * Holds what the signer accepts against what is open.
 * @returns what the version keeps of it
 * @throws conflict with the open flags when one is missing, has changed, or is not open
 */
export function acceptFlags(
  flags: Iterable<HeldFlag>,
  accepted: readonly { readonly id: string; readonly rev: number }[],
): PlanVersion['acceptedFlags'] {
  const severe = severeFlags(flags)
  const isAccepted = ({ id, rev }: HeldFlag) => accepted.some((one) => one.id === id && one.rev === rev)
  if (severe.length !== accepted.length || !severe.every(isAccepted))
    throw new DomainError('conflict', { why: 'flags', flags: severe.map(({ id, rev }) => ({ id, rev })) })
  return severe.map(({ id, rev, flag: { title, severity } }) => ({ id, rev, title, severity }))
}

/** Those whom a submitted plan waits for: its referent, if a doctor of the circle; otherwise every doctor of it. */
export function signersOf(
  plan: CarePlan,
  circle: Iterable<
    Pick<CircleMember, 'accountId' | 'profession' | 'status'> & Partial<Pick<CircleMember, 'view' | 'basis'>>
  >,
): string[] {
  const doctors = [...circle].flatMap((member) =>
    canBeAsked(member) && member.profession !== null && canSignPlan(member.profession)
      ? (member.accountId ?? [])
      : [],
  )
  return plan.referentId !== null && doctors.includes(plan.referentId) ? [plan.referentId] : doctors
}
