/** Who may write which part of a care plan, and who signs it. */
import { PROFESSIONS, type Profession } from './profession.ts'

/** The parts of a plan that are written together, in the order in which they are read. */
export const PLAN_SECTIONS = [
  'situation',
  'health',
  'supports',
  'objectives',
  'actions',
  'alerts',
  'reviews',
] as const
export type PlanSection = (typeof PLAN_SECTIONS)[number]

/** What is said of the person's health and of what to do when it worsens. */
const CLINICAL: readonly PlanSection[] = ['health', 'alerts']

/** Support staff and social professions: they prepare a plan, and leave what is clinical to those who care. */
const NOT_CLINICAL: readonly Profession[] = [
  'socialWorker',
  'careNavigator',
  'homeHelp',
  'medicalSecretary',
  'medicalAssistant',
  'coordinator',
]

/** Whether a member of the circle with this profession may write in a section of its plan. */
export function canEditPlanSection(profession: string | null, section: PlanSection): boolean {
  if (profession === null || !Object.hasOwn(PROFESSIONS, profession)) return false
  return !CLINICAL.includes(section) || !NOT_CLINICAL.includes(profession as Profession)
}

/**
 * Whether this profession signs plans: the doctor does (CSS art. L162-5-3: the médecin traitant coordinates;
 * HAS 2019 leaves the name of the referent open, who may be another).
 */
export const canSignPlan = (profession: Profession) => profession === 'physician'
