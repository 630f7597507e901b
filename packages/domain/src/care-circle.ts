import { z } from 'zod'
import { canSignPlan } from './plan-policy.ts'
import type { TeamMember } from './care-team.ts'
import { ProfessionSchema, type Profession } from './profession.ts'
import { IdSchema, InstantSchema, line } from './values.ts'

/**
 * Somebody around one patient. A professional with an account sees the whole case; a relative without one is
 * named with a telephone, and sees nothing.
 */
export const CircleMemberSchema = z.object({
  caseId: IdSchema,
  accountId: IdSchema.nullable(),
  name: line(120),
  profession: ProfessionSchema.nullable(),
  /** « fille », « curateur », « voisine »: what a relative is to the patient. */
  relation: line(80).nullable(),
  phone: line(30).nullable(),
  role: z.enum(['referent', 'member']),
  status: z.enum(['active', 'left']),
  addedBy: IdSchema,
  addedAt: InstantSchema,
  leftAt: InstantSchema.nullable(),
  leftReason: line(300).nullable(),
})
export type CircleMember = z.infer<typeof CircleMemberSchema>

/** What may be done in a case, in a conversation and in a team. */
export const PERMISSIONS = [
  'case.read',
  'case.edit',
  'circle.manage',
  'message.post',
  'board.write',
  'task.create',
  'task.work',
  'measurement.record',
  'medication.record',
  'medication.prescribe',
  'flag.raise',
  'flag.decide',
  'alert.setAside',
  'plan.edit',
  'plan.sign',
  'team.member',
  'team.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Professions that prescribe, each within its own rights (CSP L4161-1, L4301-1, L4151-4). */
export const PRESCRIBERS: readonly Profession[] = ['physician', 'advancedPracticeNurse', 'midwife']

/** Professions that keep the list of what the person takes, besides those who prescribe. */
const MEDICATION_RECORDERS: readonly Profession[] = ['pharmacist', 'nurse', 'medicalAssistant']

export const canPrescribe = (profession: Profession) => PRESCRIBERS.includes(profession)
export const canRecordMedication = (profession: Profession) =>
  canPrescribe(profession) || MEDICATION_RECORDERS.includes(profession)
export const canSetAlertAside = (profession: Profession) =>
  profession === 'pharmacist' || canPrescribe(profession)

/** Whether a member of the circle may do something in its case. Equals in all, but for what the law reserves. */
export function isAllowed(member: CircleMember, permission: Permission): boolean {
  if (member.status !== 'active' || member.accountId === null || member.profession === null) return false
  switch (permission) {
    case 'medication.prescribe':
    case 'flag.decide':
      return canPrescribe(member.profession)
    case 'medication.record':
      return canRecordMedication(member.profession)
    case 'plan.sign':
      return canSignPlan(member.profession)
    case 'alert.setAside':
      return canSetAlertAside(member.profession)
    case 'team.member':
    case 'team.manage':
      return false
    default:
      return true
  }
}

/** What whoever takes part in a conversation outside a case may do there. */
export const isAllowedInConversation = (permission: Permission) =>
  permission === 'case.read' || permission === 'message.post'

/** Whoever is in a team may see to their own place in it; its administrators and coordinators to the rest. */
export function isAllowedInTeam(member: TeamMember, permission: Permission): boolean {
  if (member.status !== 'active') return false
  if (permission === 'team.manage') return member.administrator || member.profession === 'coordinator'
  return permission === 'team.member'
}

/** One may leave a circle; its referent, a physician or the coordinator may ask another to leave. */
export function canRemoveFromCircle(actor: CircleMember, leaving: CircleMember): boolean {
  if (actor.status !== 'active' || actor.accountId === null) return false
  if (actor.accountId === leaving.accountId) return true
  return actor.role === 'referent' || actor.profession === 'physician' || actor.profession === 'coordinator'
}
