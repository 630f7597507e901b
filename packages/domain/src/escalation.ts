/**
 * The ladder of an urgent message: when nobody who was asked takes charge within the delay that the team has set,
 * it goes up, one rung at a time, and each step is written on the message.
 */
import { z } from 'zod'
import { canBeAsked } from './care-circle.ts'
import type { Askable } from './asked.ts'
import type { Profession } from './profession.ts'
import { IdSchema, InstantSchema } from './values.ts'

/** Everybody of the professions asked, then the circle's referent, then its coordinator. */
export const RUNGS = ['profession', 'referent', 'coordinator'] as const
export type Rung = (typeof RUNGS)[number]

/** What a team has set, in minutes. */
export const EscalationSettingsSchema = z.strictObject({
  /** Before the next rung is asked. */
  delayMinutes: z.number().int().min(1).max(240),
  /** Before those asked are told again. */
  repeatMinutes: z.number().int().min(1).max(60),
})
export type EscalationSettings = z.infer<typeof EscalationSettingsSchema>
export const ESCALATION_AT_FIRST: EscalationSettings = { delayMinutes: 15, repeatMinutes: 5 }

export const EscalationSchema = EscalationSettingsSchema.extend({
  steps: z.array(z.object({ rung: z.enum(RUNGS), at: InstantSchema, accountIds: z.array(IdSchema) })),
  /** When the next rung is due; null at the top, and once somebody takes charge. */
  nextAt: InstantSchema.nullable(),
})
export type Escalation = z.infer<typeof EscalationSchema>

export const minutesAfter = (at: string, minutes: number) =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString()

export const startEscalation = (settings: EscalationSettings, at: string): Escalation => ({
  ...settings,
  steps: [],
  nextAt: minutesAfter(at, settings.delayMinutes),
})

/** When the next rung is due, or was at the top: an urgent message stands among what is due. */
export const dueOnLadder = ({ nextAt, steps }: Escalation): string | null =>
  nextAt ?? steps.at(-1)?.at ?? null

/** Nobody else will be asked. The steps taken stay. */
export const stopEscalation = (escalation: Escalation | null): Escalation | null =>
  escalation && escalation.nextAt !== null ? { ...escalation, nextAt: null } : escalation

interface Climbing {
  readonly escalation: Escalation
  readonly members: readonly Askable[]
  readonly authorId: string
  /** Accounts asked so far. */
  readonly asked: readonly string[]
  /** Professions asked, by themselves or in the person of those asked. */
  readonly professions: readonly Profession[]
  readonly now: string
}

/**
 * Takes the next step that asks somebody new; a rung that has nobody new is written down too, with nobody.
 * @returns the escalation after it
 */
export function climb({ escalation, members, authorId, asked, professions, now }: Climbing): Escalation {
  const steps = [...escalation.steps]
  const known = new Set([...asked, authorId, ...steps.flatMap(({ accountIds }) => accountIds)])
  for (const rung of RUNGS.slice(steps.length)) {
    const accountIds = members.flatMap((member) =>
      canBeAsked(member) &&
      member.accountId !== null &&
      !known.has(member.accountId) &&
      standsOn(rung, member, professions)
        ? [member.accountId]
        : [],
    )
    steps.push({ rung, at: now, accountIds })
    if (accountIds.length > 0) break
  }
  const isTop = steps.length === RUNGS.length
  return { ...escalation, steps, nextAt: isTop ? null : minutesAfter(now, escalation.delayMinutes) }
}

function standsOn(rung: Rung, { profession, role }: Askable, professions: readonly Profession[]): boolean {
  if (rung === 'referent') return role === 'referent'
  if (profession === null) return false
  return rung === 'coordinator' ? profession === 'coordinator' : professions.includes(profession)
}
