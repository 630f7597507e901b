/**
 * What a care plan says, as one value: what several wrote together (the document) and what was decided in the case
 * (needs, wishes, treatment, consent). Screen, signature, print and comparison all read this, and nothing else.
 */
import { z } from 'zod'
import type { CarePlan, PlanConsent } from './care-plan.ts'
import type { CircleMember } from './care-circle.ts'
import type { EntityState } from './change.ts'
import type { Medication } from './medication.ts'
import { isRetained, openNeeds, type Need } from './need.ts'
import type { PatientCase } from './patient-case.ts'
import { standingWishes, type PersonWish } from './person-wish.ts'

/** Version of the shape below. What was signed keeps the one it had. */
export const PLAN_CONTENT_SCHEMA = 1

/** One paragraph of rich text. Bold and the like are not part of what is signed: the words are. */
export const PlanBlockSchema = z.strictObject({
  kind: z.enum(['paragraph', 'heading', 'item', 'task', 'quote']),
  text: z.string(),
  /** Depth of a heading, or of a list in lists. */
  level: z.number().int().optional(),
  checked: z.boolean().optional(),
})
export type PlanBlock = z.infer<typeof PlanBlockSchema>

/** HAS 2019. */
export const OBJECTIVE_STATUSES = ['proposed', 'shared', 'achieved', 'notAchieved', 'notRetained'] as const
export type ObjectiveStatus = (typeof OBJECTIVE_STATUSES)[number]
export const ACTION_KINDS = ['prevention', 'resolution', 'attenuation'] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

/** Who does an action: somebody of the circle, a profession, or somebody in words (« sa fille »). */
export const PlanWhoSchema = z.union([
  z.strictObject({ accountId: z.string().max(64) }),
  z.strictObject({ profession: z.string().max(40) }),
  z.strictObject({ words: z.string().trim().min(1).max(120) }),
])
export type PlanWho = z.infer<typeof PlanWhoSchema>

const PlanObjectiveSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  status: z.enum(OBJECTIVE_STATUSES),
  /** Why it is not retained, or was not achieved. */
  reason: z.string(),
  /** The needs that it answers, by id. */
  needs: z.array(z.string()),
})
const PlanActionSchema = z.strictObject({
  id: z.string(),
  objective: z.string().nullable(),
  kind: z.enum(ACTION_KINDS).nullable(),
  what: z.string(),
  who: PlanWhoSchema.nullable(),
  /** In words: « tous les matins ». */
  when: z.string(),
  due: z.string().nullable(),
})
const PlanAlertSchema = z.strictObject({
  id: z.string(),
  sign: z.string(),
  conduct: z.string(),
  call: z.string(),
})
const PlanReviewSchema = z.strictObject({
  id: z.string(),
  on: z.string(),
  people: z.string(),
  summary: z.string(),
})

/** What stands in the plan's document, in the order in which it is shown. `readPlan` of the board package gives it. */
export const PlanDocumentSchema = z.strictObject({
  situation: z.array(PlanBlockSchema),
  health: z.array(PlanBlockSchema),
  supports: z.array(PlanBlockSchema),
  objectives: z.array(PlanObjectiveSchema),
  actions: z.array(PlanActionSchema),
  alerts: z.array(PlanAlertSchema),
  reviews: z.array(PlanReviewSchema),
  nextReviewOn: z.string().nullable(),
})
export type PlanDocument = z.infer<typeof PlanDocumentSchema>
export type PlanObjective = PlanDocument['objectives'][number]
export type PlanAction = PlanDocument['actions'][number]
export type PlanAlert = PlanDocument['alerts'][number]
export type PlanReview = PlanDocument['reviews'][number]

const PersonSchema = z.strictObject({ name: z.string(), profession: z.string().nullable() })

/** As the document has it, with the name that the person had: what is signed is read without the circle beside it. */
const SaidWhoSchema = z.union([
  PersonSchema.extend({ accountId: z.string() }),
  PlanWhoSchema.options[1],
  PlanWhoSchema.options[2],
])
export type SaidWho = z.infer<typeof SaidWhoSchema>

const SaidDocumentSchema = PlanDocumentSchema.extend({
  actions: z.array(PlanActionSchema.extend({ who: SaidWhoSchema.nullable() })),
})

export const PlanContentSchema = z.strictObject({
  schema: z.literal(PLAN_CONTENT_SCHEMA),
  caseId: z.string(),
  patient: z.strictObject({
    birthName: z.string(),
    usedName: z.string().nullable(),
    firstNames: z.string(),
    birthDate: z.string(),
    sex: z.string(),
  }),
  allergies: z.string().nullable(),
  referent: PersonSchema.nullable(),
  consent: z
    .strictObject({
      given: z.boolean(),
      how: z.string(),
      on: z.string(),
      collectedBy: PersonSchema,
      scope: z.string().nullable(),
      note: z.string().nullable(),
    })
    .nullable(),
  wishes: z.array(
    z.strictObject({
      id: z.string(),
      aspect: z.string(),
      text: z.string(),
      heardOn: z.string(),
      heardBy: PersonSchema,
    }),
  ),
  needs: z.array(
    z.strictObject({
      id: z.string(),
      text: z.string(),
      domain: z.string(),
      necessary: z.boolean().nullable(),
      possible: z.boolean().nullable(),
      retained: z.boolean(),
    }),
  ),
  medications: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      posology: z.string().nullable(),
      moments: z.record(z.string(), z.string()).nullable(),
      indication: z.string().nullable(),
    }),
  ),
  document: SaidDocumentSchema,
})
export type PlanContent = z.infer<typeof PlanContentSchema>

/** Types of the entities that a plan's content is read from. */
export const PLAN_ENTITY_TYPES = [
  'patientCase',
  'circleMember',
  'carePlan',
  'personWish',
  'need',
  'medication',
] as const

/**
 * Joins the document with what was decided in the case.
 * @param entities of the case's stream; those of other types are passed over
 */
export function planContent(
  caseId: string,
  patientCase: PatientCase,
  entities: Iterable<EntityState>,
  document: PlanDocument,
): PlanContent {
  const { circle, plan, wishes, needs, medications } = sorted(entities)
  const person = (accountId: string) => {
    const member = circle.get(accountId)
    return { name: member?.name ?? '', profession: member?.profession ?? null }
  }
  const { birthName, usedName, firstNames, birthDate, sex } = patientCase.patient
  return {
    schema: PLAN_CONTENT_SCHEMA,
    caseId,
    patient: { birthName, usedName, firstNames, birthDate, sex },
    allergies: patientCase.allergies,
    referent: plan?.referentId ? person(plan.referentId) : null,
    consent: plan?.consent ? consentSaid(plan.consent, person) : null,
    wishes: wishesSaid(caseId, patientCase, wishes, person),
    needs: openNeeds(needs).map(({ id, need }) => ({
      id,
      text: need.text,
      domain: need.domain,
      necessary: need.necessary,
      possible: need.possible,
      retained: isRetained(need),
    })),
    medications: medications
      .map(({ id, after: { name, posology, moments, indication } }) => ({
        ...{ id, name, posology, indication },
        moments: moments as Record<string, string> | null,
      }))
      .sort((one, other) =>
        one.name < other.name ? -1 : one.name > other.name ? 1 : one.id < other.id ? -1 : 1,
      ),
    document: {
      ...document,
      actions: document.actions.map((action) => ({
        ...action,
        who:
          action.who && 'accountId' in action.who
            ? { ...action.who, ...person(action.who.accountId) }
            : action.who,
      })),
    },
  }
}

type Person = z.infer<typeof PersonSchema>

function consentSaid(
  { given, how, on, collectedBy, scope, note }: PlanConsent,
  person: (accountId: string) => Person,
): PlanContent['consent'] {
  return { given, how, on, collectedBy: person(collectedBy), scope, note }
}

function wishesSaid(
  caseId: string,
  { wish }: PatientCase,
  wishes: readonly { id: string; wish: PersonWish }[],
  person: (accountId: string) => Person,
): PlanContent['wishes'] {
  const said = standingWishes(wishes).map(({ id, wish: { aspect, text, heardOn, heardBy } }) => ({
    id,
    aspect: aspect as string,
    text,
    heardOn,
    heardBy: person(heardBy),
  }))
  // What the case said at its opening, until a project is recorded.
  if (!wish || said.some(({ aspect }) => aspect === 'project')) return said
  const first = { id: caseId, aspect: 'project', text: wish.text, heardOn: wish.heard.at.slice(0, 10) }
  return [{ ...first, heardBy: person(wish.heard.by) }, ...said]
}

function sorted(entities: Iterable<EntityState>) {
  /** Whoever left and came back has two memberships: the later one says who they are. */
  const circle = new Map<string, CircleMember>()
  const wishes: { id: string; wish: PersonWish }[] = []
  const needs: { id: string; need: Need }[] = []
  const medications: { id: string; after: Medication }[] = []
  let plan: CarePlan | undefined
  for (const { type, id, after } of entities) {
    if (after === null) continue
    if (type === 'circleMember') {
      const member = after as CircleMember
      const known = circle.get(member.accountId ?? '')
      if (member.accountId !== null && (!known || known.addedAt <= member.addedAt))
        circle.set(member.accountId, member)
    }
    if (type === 'carePlan') plan = after as CarePlan
    else if (type === 'personWish') wishes.push({ id, wish: after as PersonWish })
    else if (type === 'need') needs.push({ id, need: after as Need })
    else if (type === 'medication' && (after as Medication).status === 'current')
      medications.push({ id, after: after as Medication })
  }
  return { circle, wishes, needs, medications, plan }
}
