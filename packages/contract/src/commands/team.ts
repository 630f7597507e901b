/** The house: duty, absences and what the team has set. */
import {
  CareTeamSchema,
  DaySchema,
  DutyHoursSchema,
  EscalationSettingsSchema,
  IdSchema,
  ScheduleSchema,
  TaskEscalationSettingsSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { command, inTeam } from './define.ts'

const teamId = IdSchema
const accountId = IdSchema.optional().describe('Oneself, unless one manages the team')

export const teamCommands = {
  'schedule.setHours': command(
    'When somebody is on duty; none at all says that nothing is known',
    inTeam,
    'team.member',
    { teamId, accountId, hours: z.array(DutyHoursSchema).max(20) },
    ScheduleSchema,
  ),
  'schedule.addAbsence': command(
    'Somebody is away from one day to another, and who stands in',
    inTeam,
    'team.member',
    { teamId, accountId, from: DaySchema, to: DaySchema, replacedBy: IdSchema.optional() },
    ScheduleSchema,
  ),
  'schedule.removeAbsence': command(
    'Somebody is not away after all',
    inTeam,
    'team.member',
    { teamId, accountId, absenceId: IdSchema },
    ScheduleSchema,
  ),
  'team.setEscalation': command(
    'After how long an urgent message goes up the ladder, and how often it is told again',
    inTeam,
    'team.manage',
    { teamId, escalation: EscalationSettingsSchema },
    CareTeamSchema,
  ),
  'team.setTaskEscalation': command(
    'After how long an overdue task is told of, and how soon it goes up the ladder',
    inTeam,
    'team.manage',
    { teamId, taskEscalation: TaskEscalationSettingsSchema },
    CareTeamSchema,
  ),
} as const
