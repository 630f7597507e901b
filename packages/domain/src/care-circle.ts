import { z } from 'zod'
import { canSignPlan } from './plan-policy.ts'
import type { TeamMember } from './care-team.ts'
import { PROFESSIONS, ProfessionSchema, type Profession } from './profession.ts'
import { IdSchema, InstantSchema, line } from './values.ts'

/**
 * What somebody with an account sees: the whole case, or what the circle shares with the patient and relatives
 * (CSP R1110-1: what is strictly necessary, and within the recipient's mission).
 */
export const CIRCLE_VIEWS = ['case', 'shared'] as const

/**
 * Why somebody is in a circle: of the same care team (CSP L1110-12, 1°), by the person's consent (L1110-4, III),
 * as a relative or the person themself, standing in for a member, or in an emergency.
 */
export const CIRCLE_BASES = ['team', 'consent', 'relative', 'replacement', 'emergency'] as const

/** Somebody around one patient. Without an account they are named with a telephone, and see nothing. */
export const CircleMemberSchema = z.object({
  caseId: IdSchema,
  accountId: IdSchema.nullable(),
  name: line(120),
  profession: ProfessionSchema.nullable(),
  /** « fille », « curateur », « voisine »: what a relative is to the patient. */
  relation: line(80).nullable(),
  phone: line(30).nullable(),
  role: z.enum(['referent', 'member']),
  view: z.enum(CIRCLE_VIEWS),
  basis: z.enum(CIRCLE_BASES),
  /** In words, where somebody said it. */
  why: line(200).nullable(),
  /** From then on they see nothing any more; null without an end. */
  until: InstantSchema.nullable(),
  /** The member for whom they stand in. */
  replaces: IdSchema.nullable(),
  status: z.enum(['active', 'left']),
  addedBy: IdSchema,
  addedAt: InstantSchema,
  leftAt: InstantSchema.nullable(),
  leftReason: line(300).nullable(),
})
export type CircleMember = z.infer<typeof CircleMemberSchema>

/** A membership as it begins; what is not said is as for a colleague of the house. */
export const newCircleMember = (
  given: Pick<CircleMember, 'caseId' | 'name' | 'addedBy' | 'addedAt'> & Partial<CircleMember>,
): CircleMember => ({
  ...{ accountId: null, profession: null, relation: null, phone: null, role: 'member' },
  ...{ view: 'case', basis: 'team', why: null, until: null, replaces: null },
  ...{ status: 'active', leftAt: null, leftReason: null },
  ...given,
})

/** Whether a membership holds at an instant (ISO): nobody has ended it, and its time is not over. */
export const holdsAt = ({ status, until }: CircleMember, at: string): boolean =>
  status === 'active' && (until === null || at < until)

/**
 * Whether somebody can be asked for something: they have an account, see the whole case, and are not there for an
 * emergency alone. Colleagues outside a case have no view and no ground.
 */
export const canBeAsked = ({
  status,
  accountId,
  view = 'case',
  basis = 'team',
}: Pick<CircleMember, 'status' | 'accountId'> & Partial<Pick<CircleMember, 'view' | 'basis'>>): boolean =>
  status === 'active' && accountId !== null && view === 'case' && basis !== 'emergency'

/** What may be done in a case, in a conversation and in a team. */
export const PERMISSIONS = [
  'case.read',
  'case.edit',
  'circle.manage',
  'message.post',
  'message.arrange',
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
  'act.delegate',
  'threshold.set',
  'shared.read',
  'shared.write',
  'team.member',
  'team.manage',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Professions that prescribe, each within its own rights (CSP L4161-1, L4301-1, L4151-4). */
export const PRESCRIBERS: readonly Profession[] = ['physician', 'advancedPracticeNurse', 'midwife']

/** Professions that keep the list of what the person takes, besides those who prescribe. */
const MEDICATION_RECORDERS: readonly Profession[] = ['pharmacist', 'nurse', 'medicalAssistant']

export const canPrescribe = (profession: Profession | null) =>
  profession !== null && PRESCRIBERS.includes(profession)
export const canRecordMedication = (profession: Profession | null) =>
  canPrescribe(profession) || (profession !== null && MEDICATION_RECORDERS.includes(profession))
export const canSetAlertAside = (profession: Profession | null) =>
  profession === 'pharmacist' || canPrescribe(profession)

/** Professions that take a person's measurements by their own trade; the others when a protocol hands it to them. */
const MEASURERS: readonly Profession[] = (Object.keys(PROFESSIONS) as Profession[]).filter(
  (profession) => profession !== 'medicalSecretary' && profession !== 'coordinator',
)

/** What may be handed to another profession while a protocol runs (CSP L4011-1: protocoles de coopération). */
export const DELEGABLE = ['measurement.record'] as const satisfies readonly Permission[]
export type Delegable = (typeof DELEGABLE)[number]

/** Professions that may ask for emergency access: those that care for patients. */
const RESCUERS: readonly Profession[] = [
  ...PRESCRIBERS,
  ...(['nurse', 'pharmacist', 'physiotherapist', 'medicalAssistant'] as const),
]
export const canBreakGlass = (profession: Profession) => RESCUERS.includes(profession)

/** In an emergency one reads, and says what one did. */
const IN_EMERGENCY: readonly Permission[] = ['case.read', 'message.post', 'shared.read']

/** What those see whom the circle shares with may do: read it, write to the circle, report. */
const OF_SHARED: readonly Permission[] = ['shared.read', 'shared.write']

/**
 * The view that a profession or a relation starts with when somebody is added: home helps, relatives and the patient
 * see what is shared; the professions of the team the whole case.
 */
export const presetView = (profession: Profession | null): CircleMember['view'] =>
  profession === null || profession === 'homeHelp' ? 'shared' : 'case'

/**
 * Whether a member of the circle may do something in its case. Equals in all, but for what the law reserves.
 * Whether their membership holds is asked before.
 * @param delegated what a running protocol hands to their profession
 */
export function isAllowed(
  member: CircleMember,
  permission: Permission,
  delegated: readonly Permission[] = [],
): boolean {
  if (member.status !== 'active' || member.accountId === null) return false
  if (member.view === 'shared') return OF_SHARED.includes(permission)
  if (member.profession === null) return false
  if (member.basis === 'emergency') return IN_EMERGENCY.includes(permission)
  return ofProfession(member.profession, permission) || delegated.includes(permission)
}

/** What a profession may do in the cases that it sees whole. */
export function ofProfession(profession: Profession, permission: Permission): boolean {
  switch (permission) {
    case 'medication.prescribe':
    case 'flag.decide':
    case 'act.delegate':
    case 'threshold.set':
      return canPrescribe(profession)
    case 'medication.record':
      return canRecordMedication(profession)
    case 'measurement.record':
      return MEASURERS.includes(profession)
    case 'plan.sign':
      return canSignPlan(profession)
    case 'alert.setAside':
      return canSetAlertAside(profession)
    case 'team.member':
    case 'team.manage':
      return false
    default:
      return true
  }
}

/** What whoever takes part in a conversation outside a case may do there. */
export const isAllowedInConversation = (permission: Permission) =>
  permission === 'case.read' || permission === 'message.post' || permission === 'message.arrange'

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
  if (actor.view !== 'case' || actor.basis === 'emergency') return false
  return actor.role === 'referent' || actor.profession === 'physician' || actor.profession === 'coordinator'
}
