/** The house: who is in it and where, duty, absences and what the team has set. */
import {
  CareTeamSchema,
  DaySchema,
  DutyHoursSchema,
  EscalationSettingsSchema,
  IdSchema,
  line,
  PatientCountSchema,
  ScheduleSchema,
  TaskEscalationSettingsSchema,
  TeamMemberSchema,
  TeamSecuritySchema,
} from '@colloque/domain'
import { z } from 'zod'
import { command, inTeam, reason } from './define.ts'

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
  'schedule.changeAbsence': command(
    'Somebody comes back sooner or later than was said; who stands in for them stays as long',
    inTeam,
    'team.member',
    { teamId, accountId, absenceId: IdSchema, to: DaySchema },
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
  'team.rename': command(
    'Give the team another name',
    inTeam,
    'team.manage',
    { teamId, name: CareTeamSchema.shape.name },
    CareTeamSchema,
  ),
  'team.setSites': command(
    'The places where the team works, all of them; one that somebody works at stays',
    inTeam,
    'team.manage',
    { teamId, sites: CareTeamSchema.shape.sites },
    CareTeamSchema,
  ),
  'team.setMember': command(
    'Where somebody works, how they are reached, and whether they administer the team',
    inTeam,
    'team.manage',
    {
      teamId,
      accountId: IdSchema,
      siteIds: z.array(IdSchema).max(20).optional(),
      phone: line(30).nullable().optional(),
      administrator: z.boolean().optional(),
    },
    TeamMemberSchema,
  ),
  'team.removeMember': command(
    'Somebody leaves the team, and with it the circles they are in as a colleague',
    inTeam,
    'team.manage',
    { teamId, accountId: IdSchema, reason: reason.describe('The whole team reads it') },
    TeamMemberSchema,
  ),
  'team.setPatientCount': command(
    'How many patients the shares of a year are of: 75 years and more, or with a long-term illness',
    inTeam,
    'team.manage',
    {
      teamId,
      year: z.number().int().min(2000).max(2200),
      patients: PatientCountSchema.shape.patients,
    },
    CareTeamSchema,
  ),
  'team.setSecurity': command(
    'Whether a password alone lets anybody in, and how long reads and closed cases are kept',
    inTeam,
    'team.manage',
    { teamId, security: TeamSecuritySchema },
    CareTeamSchema,
  ),
} as const
