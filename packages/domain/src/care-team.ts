import { z } from 'zod'
import { EscalationSettingsSchema } from './escalation.ts'
import { ProfessionSchema } from './profession.ts'
import { TaskEscalationSettingsSchema } from './task-overdue.ts'
import { IdSchema, line } from './values.ts'

/** Professionals organised together. Being in the team opens no patient's case. */
export const CareTeamSchema = z.object({
  name: line(120),
  escalation: EscalationSettingsSchema,
  taskEscalation: TaskEscalationSettingsSchema,
})
export type CareTeam = z.infer<typeof CareTeamSchema>

export const TeamMemberSchema = z.object({
  teamId: IdSchema,
  accountId: IdSchema,
  name: line(120),
  profession: ProfessionSchema,
  phone: line(30).nullable(),
  administrator: z.boolean(),
  status: z.enum(['active', 'left']),
})
export type TeamMember = z.infer<typeof TeamMemberSchema>
