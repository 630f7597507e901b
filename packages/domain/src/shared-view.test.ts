import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { newCircleMember } from './care-circle.ts'
import type { EntityState } from './change.ts'
import { ENTITY_SCHEMAS, type EntityType } from './entities.ts'
import { newMedication } from './medication.ts'
import type { PatientCase } from './patient-case.ts'
import { PLAN_CONTENT_SCHEMA, type PlanContent } from './plan-content.ts'
import { newPersonWish } from './person-wish.ts'
import { newReferral } from './referral.ts'
import { SharedCaseSchema, sharedView, type CaseEntities } from './shared-view.ts'
import {
  answerersOf,
  SHARED_PARTS,
  unansweredShared,
  type SharedMessage,
  type SharedPart,
} from './sharing.ts'
import { newTask } from './task.ts'

const CASE = '00000000-0000-4000-8000-0000000000aa'
const NOW = '2026-03-09T10:00:00.000Z'
const LATER = '2026-03-20T10:00:00.000Z'
const by = { by: '00000000-0000-4000-8000-000000000001', at: NOW }

let count = 0
const newId = () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`
function state<T>(type: string, after: T, id = newId()): EntityState<T> {
  const seq = ++count
  return {
    ...{ type, id, rev: 1, after, createdSeq: seq, seq },
    ...{ createdAt: NOW, createdBy: by.by, at: NOW, by: by.by },
  }
}
const holding = (entities: readonly EntityState[]): CaseEntities => ({
  all: <T>(type: string) => entities.filter((entity) => entity.type === type) as EntityState<T>[],
})

/** A word that says where it came from. */
const word = (part: SharedPart | 'never', what: string) => `canary-${part}-${what}`
const member = (over: Partial<Parameters<typeof newCircleMember>[0]>) =>
  newCircleMember({ caseId: CASE, name: 'x', addedBy: by.by, addedAt: NOW, ...over })

const patientCase = {
  ...{ reason: word('never', 'reason'), allergies: word('never', 'allergies'), status: 'open' },
  patient: {
    ...{
      birthName: 'Lefebvre',
      usedName: null,
      firstNames: 'Jeanne',
      birthDate: '1941-03-09',
      sex: 'female',
    },
    ...{ phone: word('never', 'phone'), address: word('never', 'address'), ins: null },
  },
  wish: { text: word('wishes', 'opening'), heard: by },
  informed: { how: 'oral', note: word('never', 'informed'), ...by },
  ...{ householdCaseIds: [], teamId: CASE, closedReason: null, closedAt: null },
} as PatientCase

const signedPlan = {
  schema: PLAN_CONTENT_SCHEMA,
  caseId: CASE,
  patient: patientCase.patient,
  allergies: word('never', 'plan-allergies'),
  referent: null,
  consent: {
    ...{ given: true, how: 'oral', on: '2026-01-05', collectedBy: { name: 'x', profession: null } },
    ...{ scope: word('never', 'scope'), note: word('never', 'consent') },
  },
  wishes: [
    {
      ...{ id: 'w', aspect: 'project', text: word('never', 'plan-wish'), heardOn: '2026-01-05' },
      heardBy: { name: 'x', profession: null },
    },
  ],
  needs: [
    {
      ...{ id: 'n', text: word('never', 'need'), domain: 'social', necessary: true, possible: true },
      retained: true,
    },
  ],
  medications: [
    {
      ...{ id: 'm', name: word('never', 'plan-medication'), posology: null, moments: null },
      indication: word('never', 'plan-indication'),
    },
  ],
  document: {
    situation: [{ kind: 'paragraph', text: word('plan', 'situation') }],
    health: [],
    supports: [],
    objectives: [
      { id: 'o', text: word('plan', 'objective'), status: 'shared', reason: word('never', 'why'), needs: [] },
    ],
    actions: [],
    alerts: [{ id: 'a', sign: word('plan', 'sign'), conduct: 'x', call: 'x' }],
    reviews: [{ id: 'r', on: '2026-01-05', people: 'x', summary: word('never', 'review') }],
    nextReviewOn: null,
  },
} satisfies PlanContent

const version = {
  ...{ caseId: CASE, planId: CASE, number: 2, docSeq: 1, textHash: '0'.repeat(64), schema: 1, signed: by },
  signer: { name: word('plan', 'signer'), profession: 'physician' },
  ...{ proof: { by: 'password', at: NOW }, contributors: [], acceptedFlags: [] },
}

const VERSION_ID = newId()
const relative = member({
  accountId: newId(),
  name: word('never', 'relative'),
  relation: 'fille',
  view: 'shared',
})

/** A case in which each thing that may be shown, and much that may not, bears a word of its own. */
const entities: EntityState[] = [
  state('patientCase', patientCase, CASE),
  state('circleMember', relative),
  state(
    'circleMember',
    member({
      accountId: newId(),
      name: word('circle', 'nurse'),
      profession: 'nurse',
      why: word('never', 'why'),
    }),
  ),
  state(
    'circleMember',
    member({ name: word('never', 'emergency'), profession: 'nurse', accountId: newId(), basis: 'emergency' }),
  ),
  state('circleMember', member({ name: word('never', 'left'), profession: 'nurse', status: 'left' })),
  state(
    'medication',
    newMedication({
      ...{ caseId: CASE, name: word('treatment', 'name'), addedBy: by.by, startedAt: NOW },
      indication: word('never', 'indication'),
    }),
  ),
  state('medication', {
    ...newMedication({ caseId: CASE, name: word('never', 'paused'), addedBy: by.by, startedAt: NOW }),
    status: 'paused',
  }),
  state(
    'task',
    newTask({
      ...{
        caseId: CASE,
        title: word('appointments', 'task'),
        dueAt: LATER,
        createdBy: by.by,
        createdAt: NOW,
      },
      ...{ forPerson: true, detail: word('never', 'detail') },
    }),
  ),
  state(
    'task',
    newTask({ caseId: CASE, title: word('never', 'task'), dueAt: LATER, createdBy: by.by, createdAt: NOW }),
  ),
  state('referral', {
    ...newReferral({
      ...{ caseId: CASE, to: word('appointments', 'referral'), reason: word('never', 'asked') },
      ...{ createdBy: by.by, createdAt: NOW },
    }),
    status: 'appointment',
    appointmentAt: LATER,
  }),
  state('carePlan', {
    caseId: CASE,
    versionId: VERSION_ID,
    submission: { ...by, word: word('never', 'word') },
  }),
  state('planVersion', version, VERSION_ID),
  state(
    'personWish',
    newPersonWish({
      ...{ caseId: CASE, aspect: 'refusal', text: word('wishes', 'refusal'), heardBy: by.by, recorded: by },
    }),
  ),
]
const EXPECTED = [...new Set(JSON.stringify([entities, signedPlan]).match(/canary-[a-z]+-[a-z-]+/g))]

/** Types of which nothing is ever shown, each with a word in whatever field it may have. */
const others = (Object.keys(ENTITY_SCHEMAS) as EntityType[]).filter(
  (type) => !entities.some((entity) => entity.type === type) && type !== 'sharing',
)
const asOther = (type: EntityType) => {
  const shape = (ENTITY_SCHEMAS[type] as z.ZodObject).shape
  return state(type, {
    ...Object.fromEntries(Object.keys(shape).map((field) => [field, word('never', 'other')])),
    signedIn: [],
  })
}

const view = (parts: SharedPart[], also: EntityState[] = []) =>
  sharedView(CASE, holding([...entities, ...also, state('sharing', { caseId: CASE, parts, set: by })]), {
    now: NOW,
    signedPlan,
  })

describe('what a case shows to those with whom it is shared', () => {
  it('holds every word of the parts that were chosen, and none of any other', () => {
    fc.assert(
      fc.property(fc.subarray([...SHARED_PARTS]), fc.subarray(others), (parts, types) => {
        const said = JSON.stringify(view(parts, types.map(asOther)))
        for (const canary of EXPECTED) {
          const part = canary.split('-')[1]
          expect(said.includes(canary), canary).toBe(parts.some((chosen) => chosen === part))
        }
        expect(said).not.toContain('canary-never')
      }),
    )
  })

  it('keeps to its schema, and names the person alone when nothing is chosen', () => {
    expect(SharedCaseSchema.safeParse(view([...SHARED_PARTS])).error).toBeUndefined()
    expect(view([])).toEqual({
      ...{ caseId: CASE, patient: { name: 'LEFEBVRE Jeanne', birthDate: '1941-03-09' }, status: 'open' },
      ...{ parts: [], circle: null, treatment: null, appointments: null, plan: null, wishes: null },
    })
  })

  it('is not made for nobody, nor of a case that was erased', () => {
    const around = { now: NOW, signedPlan: null }
    const alone = entities.filter(({ after }) => after !== relative)
    expect(sharedView(CASE, holding(alone), around)).toBeNull()
    const left = state('circleMember', { ...relative, until: NOW })
    expect(sharedView(CASE, holding([...alone, left]), around)).toBeNull()
    expect(sharedView(CASE, holding([state('patientCase', null, CASE), entities[1]!]), around)).toBeNull()
  })

  it('holds back a signed plan in whose text something stands that was erased', () => {
    const erasure = state('erasure', { caseId: CASE, scope: 'entries', of: [], signedIn: [VERSION_ID] })
    expect(view(['plan'])?.plan).not.toBeNull()
    expect(view(['plan'], [erasure])?.plan).toBeNull()
  })

  it('lets go by the day of what is over', () => {
    const shared = state('sharing', { caseId: CASE, parts: ['appointments'], set: by })
    const at = (now: string) =>
      sharedView(CASE, holding([...entities, shared]), { now, signedPlan: null })?.appointments?.length
    expect([at('2026-03-20T20:00:00.000Z'), at('2026-03-21T06:00:00.000Z')]).toEqual([2, 0])
  })
})

describe('what relatives write', () => {
  const nurse = member({ accountId: newId(), profession: 'nurse' })
  const doctor = member({ accountId: newId(), profession: 'physician', role: 'referent' })
  const said = (authorView: SharedMessage['authorView'], over: Partial<SharedMessage> = {}) =>
    state<SharedMessage>('sharedMessage', {
      ...{ caseId: CASE, authorId: authorView === 'case' ? (nurse.accountId ?? '') : by.by, authorName: 'x' },
      ...{ profession: null, relation: null, authorView, at: NOW, text: 'x', acknowledgements: [] },
      ...over,
    })

  it('waits until somebody of the circle has seen it or answered', () => {
    const [first, answer, second] = [said('shared'), said('case'), said('shared')]
    expect(unansweredShared([first])).toEqual([first])
    expect(unansweredShared([answer, first])).toEqual([])
    expect(unansweredShared([second, first, answer])).toEqual([second])
    expect(unansweredShared([said('shared', { acknowledgements: [{ ...by, name: 'x' }] })])).toEqual([])
  })

  it('asks the referent and who answered last, and everybody where neither is there any more', () => {
    const left = { ...doctor, status: 'left' as const }
    expect(answerersOf([nurse, doctor, relative], [])).toEqual([doctor.accountId])
    expect(answerersOf([nurse, doctor, relative], [said('case')])).toEqual([
      nurse.accountId,
      doctor.accountId,
    ])
    expect(answerersOf([nurse, left, relative], [said('shared')])).toEqual([nurse.accountId])
  })
})
