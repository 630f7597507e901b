import { z } from 'zod'
import { EscalationSettingsSchema } from './escalation.ts'
import { FinessSchema } from './identifiers.ts'
import { PatientCountSchema } from './meeting-figures.ts'
import { ProfessionSchema } from './profession.ts'
import { TaskEscalationSettingsSchema } from './task-overdue.ts'
import { DoneBySchema, IdSchema, line } from './values.ts'

/** One of the places where a team works. */
export const TeamSiteSchema = z.strictObject({
  id: IdSchema,
  name: line(120),
  address: line(200).nullable(),
  /** Of the establishment, nine characters. */
  finess: FinessSchema.nullable(),
})
export type TeamSite = z.infer<typeof TeamSiteSchema>

/** How the house keeps its doors. */
export const TeamSecuritySchema = z.strictObject({
  /** Nobody of the team signs in with a password alone. */
  secondFactorRequired: z.boolean(),
  /** For how long the trail of reads stays at hand before it is archived, in months (CNIL: six months to a year). */
  auditMonths: z.number().int().min(6).max(36),
  /** After how many years without an act a closed case is proposed for erasure (CSP R1112-7: twenty). */
  retentionYears: z.number().int().min(1).max(50),
})
export type TeamSecurity = z.infer<typeof TeamSecuritySchema>
export const SECURITY_AT_FIRST: TeamSecurity = {
  secondFactorRequired: false,
  auditMonths: 12,
  retentionYears: 20,
}

/** Professionals organised together. Being in the team opens no patient's case. */
export const CareTeamSchema = z.object({
  name: line(120),
  escalation: EscalationSettingsSchema,
  taskEscalation: TaskEscalationSettingsSchema,
  sites: z.array(TeamSiteSchema).max(20),
  security: TeamSecuritySchema,
  /** By year, what shares of patients are counted of. Absent on teams that have never said. */
  patientCounts: z.record(z.string().regex(/^\d{4}$/), PatientCountSchema).optional(),
})
export type CareTeam = z.infer<typeof CareTeamSchema>

export const TeamMemberSchema = z.object({
  teamId: IdSchema,
  accountId: IdSchema,
  name: line(120),
  profession: ProfessionSchema,
  phone: line(30).nullable(),
  administrator: z.boolean(),
  siteIds: z.array(IdSchema),
  status: z.enum(['active', 'left']),
  /** Who ended it, when and why. Absent while they are in the team. */
  left: DoneBySchema.extend({ reason: line(300) }).optional(),
})
export type TeamMember = z.infer<typeof TeamMemberSchema>
