/**
 * A signal about the treatment, mostly the pharmacist's: open → acknowledged → answered (accepted with a change,
 * refused, watched, without object) → closed by whoever checks that it was done. It never goes by itself.
 */
import { z } from 'zod'
import { DomainError } from './errors.ts'
import { EscalationSchema, stopEscalation } from './escalation.ts'
import { AtcSchema, MomentsSchema } from './medication.ts'
import { DaySchema, DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** The four levels of the ANSM thesaurus, the gravest first. */
export const FLAG_SEVERITIES = ['CI', 'AD', 'PE', 'APC'] as const
export const FlagSeveritySchema = z.enum(FLAG_SEVERITIES)
export type FlagSeverity = z.infer<typeof FlagSeveritySchema>

export const FLAG_OUTCOMES = ['treatmentChanged', 'refused', 'monitored', 'dismissed'] as const
export const FlagOutcomeSchema = z.enum(FLAG_OUTCOMES)
export type FlagOutcome = z.infer<typeof FlagOutcomeSchema>

/** What it is about. */
export const FLAG_KINDS = [
  'interaction',
  'allergy',
  'duplicate',
  'dose',
  'sideEffect',
  'adherence',
  'stock',
  'other',
] as const
export const FlagKindSchema = z.enum(FLAG_KINDS)
export type FlagKind = z.infer<typeof FlagKindSchema>

/** One change of the treatment, ready to be accepted. */
export const TreatmentChangeSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('stop'), medicationId: IdSchema }),
  z.strictObject({ act: z.literal('pause'), medicationId: IdSchema, until: DaySchema.optional() }),
  z.strictObject({
    act: z.literal('change'),
    medicationId: IdSchema,
    // Null takes away what was said: words that no longer hold must not stay beside new times.
    posology: line(300).nullable().optional(),
    moments: MomentsSchema.nullable().optional(),
  }),
  z.strictObject({
    act: z.literal('add'),
    name: line(200),
    atc: AtcSchema.optional(),
    posology: line(300).optional(),
    moments: MomentsSchema.optional(),
    indication: line(200).optional(),
  }),
])
export type TreatmentChange = z.infer<typeof TreatmentChangeSchema>

/** What somebody proposes to do about it: a pharmacist or a nurse writes it, the prescriber accepts it in one gesture. */
export const FlagProposalSchema = DoneBySchema.extend({
  id: IdSchema,
  words: line(500),
  changes: z.array(TreatmentChangeSchema).max(5),
})
export type FlagProposal = z.infer<typeof FlagProposalSchema>

export const FLAG_STATUSES = ['open', 'acknowledged', 'resolved', 'dismissed', 'closed'] as const

export const FlagSchema = z.object({
  caseId: IdSchema,
  kind: FlagKindSchema,
  title: line(200),
  severity: FlagSeveritySchema,
  detail: paragraph(2_000),
  /** The medications it is about. */
  medicationIds: z.array(IdSchema),
  /** The alert it came from, so that one is not asked twice. */
  alertKey: line(200).nullable(),
  /** The rule and the substances of that alert, whatever lines of the treatment made it: says when it is true again. */
  pairKey: line(300).nullable(),
  /** The report of a side effect or of adherence that it came from. */
  reportId: IdSchema.nullable(),
  /** What the one who raised it proposes, in words. */
  proposal: line(500).nullable(),
  proposals: z.array(FlagProposalSchema).max(10),
  /** The message it came from. */
  messageId: IdSchema.nullable(),
  status: z.enum(FLAG_STATUSES),
  raisedBy: IdSchema,
  raisedAt: InstantSchema,
  acknowledgement: DoneBySchema.nullable(),
  resolution: DoneBySchema.extend({ outcome: FlagOutcomeSchema, reason: line(500) }).nullable(),
  /** The task that watches over it, and until when. */
  monitoring: z.object({ taskId: IdSchema, until: DaySchema }).nullable(),
  /** Whoever checked that the answer was carried out. */
  checked: DoneBySchema.extend({ note: line(300).nullable() }).nullable(),
  /** Each time that it was taken up again, the last one last. */
  reopened: z.array(DoneBySchema.extend({ reason: line(300) })).max(50),
  /** Of a severe one: the ladder of urgent messages, until a prescriber has seen it. */
  escalation: EscalationSchema.nullable(),
  /** Of a severe one: prescribers who were asked first, then those whom the ladder has asked. */
  asked: z.array(IdSchema),
})
export type Flag = z.infer<typeof FlagSchema>

/** What flags have had since version 3 of the log, empty. */
export const plainFlag = () =>
  ({
    kind: 'other',
    pairKey: null,
    reportId: null,
    proposals: [],
    monitoring: null,
    checked: null,
    reopened: [],
    escalation: null,
    asked: [],
  }) satisfies Partial<Flag>

/** A flag as it is raised; whatever is not given is empty. */
export function newFlag(
  given: Pick<Flag, 'caseId' | 'title' | 'severity' | 'detail' | 'raisedBy' | 'raisedAt'> & Partial<Flag>,
): Flag {
  return {
    ...plainFlag(),
    ...{ medicationIds: [], alertKey: null, proposal: null, messageId: null },
    ...{ status: 'open', acknowledgement: null, resolution: null },
    ...given,
  }
}

/** Whether a prescriber is still to answer. */
export const isFlagPending = (flag: Flag) => flag.status === 'open' || flag.status === 'acknowledged'

/** Contre-indication and association déconseillée: such a flag climbs the ladder of urgent messages. */
export const isSevere = ({ severity }: Pick<Flag, 'severity'>) => severity === 'CI' || severity === 'AD'

/** The prescriber has seen it. Doing so again changes nothing. @throws conflict when it is answered */
export function acknowledgeFlag(flag: Flag, by: string, at: string): Flag {
  if (!isFlagPending(flag)) throw new DomainError('conflict', { status: flag.status })
  if (flag.acknowledgement) return flag
  return {
    ...flag,
    status: 'acknowledged',
    acknowledgement: { by, at },
    escalation: stopEscalation(flag.escalation),
  }
}

/** Answers a flag with what came of it, and thereby acknowledges it. @throws conflict when it is answered */
export function resolveFlag(flag: Flag, by: string, at: string, outcome: FlagOutcome, reason: string): Flag {
  const seen = acknowledgeFlag(flag, by, at)
  return {
    ...seen,
    status: outcome === 'dismissed' ? 'dismissed' : 'resolved',
    resolution: { by, at, outcome, reason },
  }
}

/** Whether the answer waits for whoever checks it. */
export const isFlagToCheck = ({ status }: Flag) => status === 'resolved' || status === 'dismissed'

/** Somebody has checked that the answer was carried out. @throws conflict unless it is answered, and not closed yet */
export function closeFlag(flag: Flag, by: string, at: string, note: string | null): Flag {
  if (!isFlagToCheck(flag)) throw new DomainError('conflict', { status: flag.status })
  return { ...flag, status: 'closed', checked: { by, at, note } }
}

/** It is true again, or was not carried out: it asks the prescriber anew. @throws conflict while it is pending */
export function reopenFlag(flag: Flag, by: string, at: string, reason: string): Flag {
  if (isFlagPending(flag)) throw new DomainError('conflict', { status: flag.status })
  return {
    ...flag,
    status: 'open',
    acknowledgement: null,
    resolution: null,
    monitoring: null,
    checked: null,
    reopened: [...flag.reopened, { by, at, reason }].slice(-50),
  }
}

/** @throws conflict when it is answered, invalid when there are too many */
export function proposeOnFlag(flag: Flag, proposal: FlagProposal): Flag {
  if (!isFlagPending(flag)) throw new DomainError('conflict', { status: flag.status })
  if (flag.proposals.length >= 10) throw new DomainError('invalid', { field: 'proposals', why: 'too_many' })
  return { ...flag, proposals: [...flag.proposals, proposal] }
}
