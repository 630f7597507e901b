/**
 * What a case shows to those with whom it is shared: the parts that its circle chose, and nothing else. Made by the
 * server from what the case holds, and replaced as a whole; a pure function, so that the circle can look at it first.
 */
import { z } from 'zod'
import { holdsAt, type CircleMember } from './care-circle.ts'
import type { CarePlan, PlanVersion } from './care-plan.ts'
import type { EntityState } from './change.ts'
import type { Erasure } from './erasure.ts'
import { MomentsSchema, type Medication } from './medication.ts'
import { patientName, type PatientCase } from './patient-case.ts'
import { OBJECTIVE_STATUSES, PlanBlockSchema, type PlanContent, type SaidWho } from './plan-content.ts'
import { openingWish, standingWishes, WISH_ASPECTS, type PersonWish } from './person-wish.ts'
import { ProfessionSchema } from './profession.ts'
import type { Referral } from './referral.ts'
import { wallClock } from './schedule.ts'
import { SHARED_AT_FIRST, SHARED_PARTS, sharedWith, SharedPartSchema, type Sharing } from './sharing.ts'
import { TaskWindowSchema } from './task-window.ts'
import { isTaskEnded, type Task } from './task.ts'
import { DaySchema, IdSchema, InstantSchema } from './values.ts'

const SharedMemberSchema = z.object({
  id: IdSchema,
  name: z.string(),
  profession: ProfessionSchema,
  phone: z.string().nullable(),
  isReferent: z.boolean(),
})

const SharedMedicationSchema = z.object({
  id: IdSchema,
  name: z.string(),
  strength: z.string().nullable(),
  posology: z.string().nullable(),
  moments: MomentsSchema.nullable(),
  since: DaySchema,
  /** The last day on which it is taken. */
  endOn: DaySchema.nullable(),
})

const SharedAppointmentSchema = z.object({
  id: IdSchema,
  /** A task of the circle that was marked for the person, or an appointment outside. */
  kind: z.enum(['task', 'referral']),
  title: z.string(),
  /** Who comes, or whom one goes to; null where it is not known. */
  profession: ProfessionSchema.nullable(),
  at: InstantSchema,
  window: TaskWindowSchema.nullable(),
})

const SharedPlanSchema = z.object({
  number: z.number().int(),
  signedBy: z.string(),
  signedOn: DaySchema,
  nextReviewOn: z.string().nullable(),
  /** The text of the plan as it is printed. */
  situation: z.array(PlanBlockSchema),
  health: z.array(PlanBlockSchema),
  supports: z.array(PlanBlockSchema),
  objectives: z.array(z.object({ text: z.string(), status: z.enum(OBJECTIVE_STATUSES) })),
  actions: z.array(
    z.object({
      what: z.string(),
      /** A name, or words. */
      who: z.string().nullable(),
      profession: z.string().nullable(),
      when: z.string(),
      due: z.string().nullable(),
    }),
  ),
  /** What to do when it gets worse, and whom to call. */
  alerts: z.array(z.object({ sign: z.string(), conduct: z.string(), call: z.string() })),
})
export type SharedPlan = z.infer<typeof SharedPlanSchema>

const SharedWishSchema = z.object({
  id: IdSchema,
  aspect: z.enum(WISH_ASPECTS),
  text: z.string(),
  heardOn: DaySchema,
})

/**
 * In `shared:`, one at a time: the next one comes under another id, and the one before is redacted in the same change,
 * so that nobody reads in the stream's past what is not shared any more. A part that is not shared is null.
 */
export const SharedCaseSchema = z.object({
  caseId: IdSchema,
  patient: z.object({ name: z.string(), birthDate: DaySchema }),
  status: z.enum(['open', 'closed']),
  parts: z.array(SharedPartSchema),
  circle: z.array(SharedMemberSchema).nullable(),
  treatment: z.array(SharedMedicationSchema).nullable(),
  appointments: z.array(SharedAppointmentSchema).nullable(),
  /** null too while none is signed, and where something of the last one was erased. */
  plan: SharedPlanSchema.nullable(),
  wishes: z.array(SharedWishSchema).nullable(),
})
export type SharedCase = z.infer<typeof SharedCaseSchema>

/** A case as a fold holds it. */
export interface CaseEntities {
  all<T>(type: string): readonly EntityState<T>[]
}

export interface AroundSharedView {
  /** ISO instant. */
  readonly now: string
  /** What the last signed plan says, where its text is at hand. */
  readonly signedPlan: PlanContent | null
}

/**
 * @returns null when there is nobody with whom the case is shared, and when it was erased
 */
export function sharedView(
  caseId: string,
  held: CaseEntities,
  { now, signedPlan }: AroundSharedView,
): SharedCase | null {
  const patientCase = held.all<PatientCase>('patientCase')[0]?.after
  if (!patientCase || sharedWith(present<CircleMember>(held, 'circleMember').map(after), now).length === 0)
    return null
  const parts = sharedParts(held)
  const { patient, status } = patientCase
  return {
    ...{ caseId, patient: { name: patientName(patient), birthDate: patient.birthDate }, status, parts },
    circle: parts.includes('circle') ? circleOf(held, now) : null,
    treatment: parts.includes('treatment') ? treatmentOf(held, now) : null,
    appointments: parts.includes('appointments') ? appointmentsOf(held, now) : null,
    plan: parts.includes('plan') ? planOf(held, signedPlan) : null,
    wishes: parts.includes('wishes') ? wishesOf(caseId, patientCase, held) : null,
  }
}

/** What the circle of a case has chosen to share. */
export function sharedParts(held: CaseEntities): Sharing['parts'] {
  const chosen = held.all<Sharing>('sharing')[0]?.after?.parts ?? SHARED_AT_FIRST
  return SHARED_PARTS.filter((part) => chosen.includes(part))
}

/** The version of the plan that may be shown: the last one, unless something that was erased stands in its text. */
export function sharedPlanVersion(held: CaseEntities): PlanVersion | undefined {
  const versionId = present<CarePlan>(held, 'carePlan')[0]?.after.versionId
  const version = present<PlanVersion>(held, 'planVersion').find(({ id }) => id === versionId)
  const isStained = present<Erasure>(held, 'erasure').some(({ after: { signedIn } }) =>
    signedIn.includes(version?.id ?? ''),
  )
  return isStained ? undefined : version?.after
}

interface Held<T> {
  readonly id: string
  readonly after: T
}

const after = <T>(entity: Held<T>): T => entity.after

const present = <T>(held: CaseEntities, type: string): Held<T>[] =>
  held.all<T>(type).flatMap(({ id, after }) => (after === null ? [] : [{ id, after }]))

/** Professionals alone: that somebody else is a relative of the person is no business of the others. */
function circleOf(held: CaseEntities, now: string): SharedCase['circle'] {
  return present<CircleMember>(held, 'circleMember').flatMap(({ id, after: member }) => {
    const { name, profession, phone, role, basis } = member
    if (profession === null || basis === 'emergency' || !holdsAt(member, now)) return []
    return [{ id, name, profession, phone, isReferent: role === 'referent' }]
  })
}

function treatmentOf(held: CaseEntities, now: string): SharedCase['treatment'] {
  const { day } = wallClock(now)
  return present<Medication>(held, 'medication')
    .filter(({ after: { status, endOn } }) => status === 'current' && (endOn === null || day <= endOn))
    .map(({ id, after: { name, strength, posology, moments, startOn, startedAt, endOn } }) => ({
      ...{ id, name, strength, posology, moments, endOn },
      since: startOn ?? wallClock(startedAt).day,
    }))
    .sort((one, other) => compare(one.name, other.name) || compare(one.id, other.id))
}

/** What is still to come, or was due today. */
function appointmentsOf(held: CaseEntities, now: string): SharedCase['appointments'] {
  const today = wallClock(now).day
  const tasks = present<Task>(held, 'task').flatMap(({ id, after: task }) => {
    const { title, forProfession, dueAt, window } = task
    if (task.forPerson !== true || dueAt === null || isTaskEnded(task)) return []
    return [{ id, kind: 'task' as const, title, profession: forProfession, at: dueAt, window }]
  })
  const referrals = present<Referral>(held, 'referral').flatMap(({ id, after: referral }) => {
    const { status, appointmentAt, to, profession } = referral
    if (status !== 'appointment' || appointmentAt === null) return []
    return [{ id, kind: 'referral' as const, title: to, profession, at: appointmentAt, window: null }]
  })
  return [...tasks, ...referrals]
    .filter(({ at }) => wallClock(at).day >= today)
    .sort((one, other) => compare(one.at, other.at) || compare(one.id, other.id))
}

function planOf(held: CaseEntities, signedPlan: PlanContent | null): SharedPlan | null {
  const version = sharedPlanVersion(held)
  if (!version || !signedPlan) return null
  const { situation, health, supports, objectives, actions, alerts, nextReviewOn } = signedPlan.document
  return {
    number: version.number,
    signedBy: version.signer.name,
    signedOn: wallClock(version.signed.at).day,
    ...{ nextReviewOn, situation, health, supports },
    objectives: objectives.map(({ text, status }) => ({ text, status })),
    actions: actions.map(({ what, who, when, due }) => ({ what, when, due, ...said(who) })),
    alerts: alerts.map(({ sign, conduct, call }) => ({ sign, conduct, call })),
  }
}

function said(who: SaidWho | null): { who: string | null; profession: string | null } {
  if (who === null) return { who: null, profession: null }
  if ('words' in who) return { who: who.words, profession: null }
  return { who: 'name' in who ? who.name : null, profession: who.profession }
}

function wishesOf(caseId: string, { wish }: PatientCase, held: CaseEntities): SharedCase['wishes'] {
  const recorded = present<PersonWish>(held, 'personWish').map(({ id, after }) => ({ id, wish: after }))
  // What the case said at its opening, until a project is recorded; a wish that was erased may have been that sentence.
  const isReplaced = recorded.some((one) => one.wish.aspect === 'project')
  const isErased = recorded.length < held.all('personWish').length
  const opening = wish && !isReplaced && !isErased ? [{ id: caseId, wish: openingWish(caseId, wish) }] : []
  return standingWishes([...opening, ...recorded]).map(({ id, wish: { aspect, text, heardOn } }) => ({
    ...{ id, aspect, text, heardOn },
  }))
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
