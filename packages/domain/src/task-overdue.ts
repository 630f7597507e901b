/**
 * The ladder of a task that is overdue: once the time that the team leaves is over, whoever holds it is asked, then
 * their profession, then the referent and the coordinator; each step is written on the task.
 */
import { z } from 'zod'
import { canBeAsked } from './care-circle.ts'
import type { Askable } from './asked.ts'
import { minutesAfter } from './escalation.ts'
import type { Profession } from './profession.ts'
import type { Task } from './task.ts'
import { IdSchema, InstantSchema } from './values.ts'

export const OVERDUE_RUNGS = ['holder', 'profession', 'referent', 'coordinator'] as const
export type OverdueRung = (typeof OVERDUE_RUNGS)[number]

/** What a team has set, in minutes. */
export const TaskEscalationSettingsSchema = z.strictObject({
  /** After it was due, before anybody is asked. */
  overdueMinutes: z.number().int().min(0).max(2_880),
  /** Before the next rung is asked. */
  delayMinutes: z.number().int().min(5).max(2_880),
})
export type TaskEscalationSettings = z.infer<typeof TaskEscalationSettingsSchema>
export const TASK_ESCALATION_AT_FIRST: TaskEscalationSettings = { overdueMinutes: 60, delayMinutes: 120 }

export const OverdueSchema = z.object({
  steps: z.array(z.object({ rung: z.enum(OVERDUE_RUNGS), at: InstantSchema, accountIds: z.array(IdSchema) })),
  /** When the next rung is due; null at the top, and once the task has ended. */
  nextAt: InstantSchema.nullable(),
})
export type Overdue = z.infer<typeof OverdueSchema>

/** When a task that nobody has been asked about is to be looked at; null for one without a due time. */
export const overdueSince = ({ dueAt }: Pick<Task, 'dueAt'>, { overdueMinutes }: TaskEscalationSettings) =>
  dueAt === null ? null : minutesAfter(dueAt, overdueMinutes)

interface Climbing {
  readonly task: Task
  readonly members: readonly Askable[]
  readonly settings: TaskEscalationSettings
  readonly now: string
}

/**
 * Takes the next step that asks somebody new; a rung that has nobody new is written down too, with nobody.
 * @returns the ladder after it
 */
export function climbOverdue({ task, members, settings, now }: Climbing): Overdue {
  const steps = [...(task.overdue?.steps ?? [])]
  const known = new Set(steps.flatMap(({ accountIds }) => accountIds))
  const there = members.flatMap((member) =>
    canBeAsked(member) && member.accountId !== null ? [{ ...member, accountId: member.accountId }] : [],
  )
  for (const rung of OVERDUE_RUNGS.slice(steps.length)) {
    const accountIds = there
      .filter((member) => !known.has(member.accountId) && standsOn(rung, member, task, there))
      .map(({ accountId }) => accountId)
    steps.push({ rung, at: now, accountIds })
    if (accountIds.length > 0) break
  }
  const isTop = steps.length === OVERDUE_RUNGS.length
  return { steps, nextAt: isTop ? null : minutesAfter(now, settings.delayMinutes) }
}

type Present = Askable & { accountId: string }

function standsOn(rung: OverdueRung, member: Present, task: Task, there: readonly Present[]): boolean {
  switch (rung) {
    case 'holder':
      return holdersOf(task).includes(member.accountId)
    case 'profession':
      return member.profession !== null && professionsOf(task, there).includes(member.profession)
    case 'referent':
      return member.role === 'referent'
    case 'coordinator':
      return member.profession === 'coordinator'
  }
}

/** Who answers for a task: its holder and whoever does it for them; of a free one, the person that it is for. */
export function holdersOf({ claimed, delegate, forAccount }: Task): string[] {
  const held = [claimed?.by, delegate?.accountId].flatMap((id) => id ?? [])
  return held.length > 0 || forAccount === null ? held : [forAccount]
}

/** The professions that could do it: those it is for, or those of whoever answers for it. */
function professionsOf(task: Task, there: readonly Present[]): Profession[] {
  const open = task.joint.filter(({ done }) => !done).map(({ profession }) => profession)
  if (open.length > 0) return open
  if (task.forProfession !== null) return [task.forProfession]
  const holders = holdersOf(task)
  return there.flatMap(({ accountId, profession }) =>
    profession !== null && holders.includes(accountId) ? [profession] : [],
  )
}

/** Who is reminded of a task: whoever answers for it, or those whose profession it waits for, or its author. */
export function remindedOf(task: Task, members: readonly Askable[]): string[] {
  const there = members.flatMap((member) =>
    canBeAsked(member) && member.accountId !== null ? [{ ...member, accountId: member.accountId }] : [],
  )
  const holders = holdersOf(task)
  const chosen = (holds: (member: Present) => boolean) =>
    there.filter(holds).map(({ accountId }) => accountId)
  const found = chosen(({ accountId }) => holders.includes(accountId))
  if (found.length > 0) return found
  const professions = professionsOf(task, there)
  const ofProfession = chosen(({ profession }) => profession !== null && professions.includes(profession))
  return ofProfession.length > 0 ? ofProfession : chosen(({ accountId }) => accountId === task.createdBy)
}
