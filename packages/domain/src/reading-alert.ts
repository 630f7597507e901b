/**
 * A reading that crossed a threshold: open until somebody takes charge, closed with what was done. While it is open,
 * further readings that cross stand on the same alert: ten alerts for one fever would be heeded by nobody.
 */
import { z } from 'zod'
import { resolveAsked, type Askable, type Reachable } from './asked.ts'
import { DomainError } from './errors.ts'
import {
  climb,
  EscalationSchema,
  startEscalation,
  stopEscalation,
  type EscalationSettings,
} from './escalation.ts'
import { READING_KINDS } from './measurement.ts'
import { ALERT_LEVELS, ThresholdRuleSchema, type ThresholdRule } from './threshold.ts'
import { DoneBySchema, IdSchema, InstantSchema, line } from './values.ts'

/** A reading on an alert. Its value stands with the measurement alone, so that it can be erased there. */
const CrossedReadingSchema = z.object({ measurementId: IdSchema, takenAt: InstantSchema, takenBy: IdSchema })
export type CrossedReading = z.infer<typeof CrossedReadingSchema>

export const READING_ALERT_STATUSES = ['open', 'inCharge', 'closed'] as const

export const ReadingAlertSchema = z.object({
  caseId: IdSchema,
  kind: z.enum(READING_KINDS),
  /** The rule as it stood, the gravest so far. */
  rule: ThresholdRuleSchema,
  /** Who set the threshold; null for a default, whose source is shown then. */
  thresholdBy: DoneBySchema.nullable(),
  source: line(200).nullable(),
  /** The first one first. */
  readings: z.array(CrossedReadingSchema).min(1).max(100),
  raisedAt: InstantSchema,
  status: z.enum(READING_ALERT_STATUSES),
  charge: DoneBySchema.nullable(),
  closed: DoneBySchema.extend({ outcome: line(300) }).nullable(),
  /** Who was told, the ladder’s included. */
  asked: z.array(IdSchema),
  /** When they were asked: anew where it became graver. */
  askedAt: InstantSchema,
  /** None for what is only to be known. */
  escalation: EscalationSchema.nullable(),
})
export type ReadingAlert = z.infer<typeof ReadingAlertSchema>

/** Four hours: what is for the same day leaves time for a round. */
const TODAY_DELAY_MINUTES = 240

const ladderOf = ({ level }: ThresholdRule, settings: EscalationSettings, now: string) =>
  level === 'notice'
    ? null
    : startEscalation(level === 'urgent' ? settings : { ...settings, delayMinutes: TODAY_DELAY_MINUTES }, now)

/** Asks those of the circle whose professions the rule names; whoever took the reading knows. */
function askedBy(rule: ThresholdRule, reachable: Reachable, author: string, now: string): string[] {
  const { asked } = resolveAsked({ accountIds: [], professions: rule.professions }, reachable, author, now)
  return asked.map(({ accountId }) => accountId)
}

export interface Raised {
  readonly caseId: string
  readonly kind: ReadingAlert['kind']
  readonly rule: ThresholdRule
  readonly reading: CrossedReading
  readonly thresholdBy: ReadingAlert['thresholdBy']
  readonly source: string | null
}

export function raiseReadingAlert(
  { caseId, kind, rule, reading, thresholdBy, source }: Raised,
  reachable: Reachable,
  settings: EscalationSettings,
  now: string,
): ReadingAlert {
  return {
    ...{ caseId, kind, rule, thresholdBy, source, readings: [reading], raisedAt: now },
    ...{ status: 'open', charge: null, closed: null },
    ...{ asked: askedBy(rule, reachable, reading.takenBy, now), askedAt: now },
    escalation: ladderOf(rule, settings, now),
  }
}

const isGraver = (one: ThresholdRule, other: ThresholdRule) =>
  ALERT_LEVELS.indexOf(one.level) > ALERT_LEVELS.indexOf(other.level)

/**
 * One more reading on an alert that is not closed. A graver one begins the ladder anew, and takes nobody's charge
 * away: whoever has it is told.
 */
export function crossAgain(
  alert: ReadingAlert,
  { rule, reading, thresholdBy, source }: Raised,
  reachable: Reachable,
  settings: EscalationSettings,
  now: string,
): ReadingAlert {
  const readings = [...alert.readings, reading].slice(-100)
  if (!isGraver(rule, alert.rule)) return { ...alert, readings }
  const asked = askedBy(rule, reachable, reading.takenBy, now)
  return {
    ...{ ...alert, readings, rule, thresholdBy, source },
    ...{ asked: [...new Set([...alert.asked, ...asked])], askedAt: now },
    escalation: alert.charge ? alert.escalation : ladderOf(rule, settings, now),
  }
}

/** Whoever takes charge first has it; nobody else is asked then. @throws conflict when it is closed or another has it */
export function takeChargeOfReading(alert: ReadingAlert, by: string, at: string): ReadingAlert {
  if (alert.status === 'closed') throw new DomainError('conflict', { status: alert.status })
  if (alert.charge?.by === by) return alert
  if (alert.charge) throw new DomainError('already_claimed', alert.charge)
  return { ...alert, status: 'inCharge', charge: { by, at }, escalation: stopEscalation(alert.escalation) }
}

/** Says what was done. Whoever closes it had charge of it. @throws conflict when it is closed */
export function closeReadingAlert(
  alert: ReadingAlert,
  by: string,
  at: string,
  outcome: string,
): ReadingAlert {
  if (alert.status === 'closed') throw new DomainError('conflict', { status: alert.status })
  return {
    ...alert,
    status: 'closed',
    charge: alert.charge ?? { by, at },
    closed: { by, at, outcome },
    escalation: stopEscalation(alert.escalation),
  }
}

/** Takes the next step of the ladder. @param now ISO instant */
export function climbReadingAlert(
  alert: ReadingAlert,
  members: readonly Askable[],
  now: string,
): ReadingAlert {
  if (!alert.escalation) return alert
  const { escalation: before, asked, rule, readings } = alert
  const escalation = climb({
    ...{ escalation: before, members, asked, now },
    authorId: readings[0]?.takenBy ?? '',
    professions: rule.professions,
  })
  const newly = escalation.steps.slice(before.steps.length).flatMap(({ accountIds }) => accountIds)
  return { ...alert, asked: [...asked, ...newly], escalation }
}

/** Whether it waits for somebody: for those asked while it is open, then for whoever has charge of it. */
export const readingAlertWaitsFor = ({ status, asked, charge }: ReadingAlert, accountId: string): boolean =>
  status === 'open' ? asked.includes(accountId) : status === 'inCharge' && charge?.by === accountId
