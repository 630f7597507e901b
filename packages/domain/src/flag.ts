import { z } from 'zod'
import { DomainError } from './errors.ts'
import { DoneBySchema, IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** The four levels of the ANSM thesaurus, the gravest first. */
export const FLAG_SEVERITIES = ['CI', 'AD', 'PE', 'APC'] as const
export const FlagSeveritySchema = z.enum(FLAG_SEVERITIES)
export type FlagSeverity = z.infer<typeof FlagSeveritySchema>

export const FLAG_OUTCOMES = ['treatmentChanged', 'refused', 'monitored', 'dismissed'] as const
export const FlagOutcomeSchema = z.enum(FLAG_OUTCOMES)
export type FlagOutcome = z.infer<typeof FlagOutcomeSchema>

export const FlagSchema = z.object({
  caseId: IdSchema,
  title: line(200),
  severity: FlagSeveritySchema,
  detail: paragraph(2_000),
  /** The medications it is about. */
  medicationIds: z.array(IdSchema),
  /** The alert it came from, so that one is not asked twice. */
  alertKey: line(200).nullable(),
  /** What the one who raised it proposes. */
  proposal: line(500).nullable(),
  /** The message it came from. */
  messageId: IdSchema.nullable(),
  status: z.enum(['open', 'acknowledged', 'resolved', 'dismissed']),
  raisedBy: IdSchema,
  raisedAt: InstantSchema,
  acknowledgement: DoneBySchema.nullable(),
  resolution: DoneBySchema.extend({ outcome: FlagOutcomeSchema, reason: line(500) }).nullable(),
})
export type Flag = z.infer<typeof FlagSchema>

export const isFlagPending = (flag: Flag) => flag.status === 'open' || flag.status === 'acknowledged'

/** The prescriber has seen it. Doing so again changes nothing. @throws conflict when it is closed */
export function acknowledgeFlag(flag: Flag, by: string, at: string): Flag {
  if (!isFlagPending(flag)) throw new DomainError('conflict', { status: flag.status })
  if (flag.acknowledgement) return flag
  return { ...flag, status: 'acknowledged', acknowledgement: { by, at } }
}

/** Closes a flag with what came of it, and thereby acknowledges it. @throws conflict when it is closed */
export function resolveFlag(flag: Flag, by: string, at: string, outcome: FlagOutcome, reason: string): Flag {
  const seen = acknowledgeFlag(flag, by, at)
  return {
    ...seen,
    status: outcome === 'dismissed' ? 'dismissed' : 'resolved',
    resolution: { by, at, outcome, reason },
  }
}

/** An alert of the rules that somebody set aside, with the reason that is shown from then on. */
export const AlertAnswerSchema = z.object({
  caseId: IdSchema,
  key: line(200),
  medicationIds: z.array(IdSchema).min(1).max(2),
  reason: line(300),
  by: IdSchema,
  at: InstantSchema,
})
export type AlertAnswer = z.infer<typeof AlertAnswerSchema>
