import {
  DomainError,
  isAllowedInTeam,
  type Absence,
  type CareTeam,
  type Schedule,
  type TeamMember,
} from '@colloque/domain'
import { v5 } from 'uuid'
import type { StreamFold } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'schedule.setHours'
  | 'schedule.addAbsence'
  | 'schedule.changeAbsence'
  | 'schedule.removeAbsence'
  | 'team.setEscalation'
  | 'team.setTaskEscalation'
>

const memberOf = (fold: StreamFold, accountId: string) =>
  fold
    .all<TeamMember>('teamMember')
    .find(({ after }) => after?.accountId === accountId && after.status === 'active')?.after

/**
 * Whose schedule a command is about: one's own, or anybody's for those who manage the team.
 * @throws invalid
 */
function personOf({ fold, actor }: CommandContext, accountId: string | undefined): string {
  const whose = accountId ?? actor.accountId
  if (!memberOf(fold, whose)) throw new DomainError('invalid', { field: 'accountId' })
  if (whose === actor.accountId) return whose
  const own = memberOf(fold, actor.accountId)
  if (!own || !isAllowedInTeam(own, 'team.manage'))
    throw new DomainError('invalid', { field: 'accountId', why: 'not_yours' })
  return whose
}

function changed(
  context: CommandContext,
  input: { teamId: string; accountId?: string | undefined },
  kind: string,
  rule: (schedule: Schedule, accountId: string) => Partial<Schedule>,
) {
  const accountId = personOf(context, input.accountId)
  const id = v5(`schedule ${accountId}`, input.teamId)
  const held: Schedule = context.fold.get<Schedule>('schedule', id)?.after ?? {
    teamId: input.teamId,
    accountId,
    hours: [],
    absences: [],
  }
  return { kind, entities: [entity('schedule', id, { ...held, ...rule(held, accountId) })] }
}

/** @throws invalid when it ends before it begins; conflict when they are away then already */
function requireFree(absences: readonly Absence[], { from, to }: Pick<Absence, 'from' | 'to'>): void {
  if (to < from) throw new DomainError('invalid', { field: 'to', why: 'before_from' })
  const overlaps = absences.find((other) => other.from <= to && from <= other.to)
  if (overlaps) throw new DomainError('conflict', { why: 'absent_already', ...overlaps })
}

/** When people are on duty, when they are away and who stands in; how soon an urgent message goes up. */
export const scheduleCommands: Handlers = {
  'schedule.setHours': (input) => (context) =>
    changed(context, input, 'schedule.hoursSet', () => ({ hours: input.hours })),

  'schedule.addAbsence': (input) => (context) =>
    changed(context, input, 'schedule.absenceAdded', ({ absences }, accountId) => {
      const { from, to, replacedBy } = input
      requireFree(absences, { from, to })
      if (replacedBy === accountId || (replacedBy !== undefined && !memberOf(context.fold, replacedBy)))
        throw new DomainError('invalid', { field: 'replacedBy' })
      if (absences.length >= 200) throw new DomainError('invalid', { field: 'from', why: 'too_many' })
      const absence = { id: context.newId(0), from, to, replacedBy: replacedBy ?? null }
      return { absences: [...absences, absence] }
    }),

  'schedule.changeAbsence':
    ({ absenceId, to, ...input }) =>
    (context) =>
      changed(context, input, 'schedule.absenceChanged', ({ absences }) => {
        const held = absences.find(({ id }) => id === absenceId)
        if (!held) throw new DomainError('not_found', { type: 'absence' })
        const after = { ...held, to }
        requireFree(
          absences.filter((other) => other !== held),
          after,
        )
        return { absences: absences.map((other) => (other === held ? after : other)) }
      }),

  'schedule.removeAbsence': (input) => (context) =>
    changed(context, input, 'schedule.absenceRemoved', ({ absences }) => {
      const left = absences.filter(({ id }) => id !== input.absenceId)
      if (left.length === absences.length) throw new DomainError('not_found', { type: 'absence' })
      return { absences: left }
    }),

  'team.setEscalation':
    ({ teamId, escalation }) =>
    ({ fold }) => {
      const team = requireEntity(fold, 'careTeam', teamId)
      return decided<'careTeam'>('team.escalationSet', 'careTeam', team, {
        ...(team.after satisfies CareTeam),
        escalation,
      })
    },

  'team.setTaskEscalation':
    ({ teamId, taskEscalation }) =>
    ({ fold }) => {
      const team = requireEntity(fold, 'careTeam', teamId)
      return decided('team.taskEscalationSet', 'careTeam', team, { ...team.after, taskEscalation })
    },
}
