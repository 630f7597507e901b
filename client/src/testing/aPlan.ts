import { PLAN_CONTENT_SCHEMA, type PlanContent } from '@colloque/domain'

/** For tests: a short plan. */
export const aPlan = (over: Partial<PlanContent> = {}): PlanContent => ({
  schema: PLAN_CONTENT_SCHEMA,
  caseId: '01a20257-0000-7000-8000-000000000001',
  patient: {
    birthName: 'Moreau',
    usedName: null,
    firstNames: 'Louise',
    birthDate: '1941-05-02',
    sex: 'female',
  },
  allergies: null,
  referent: null,
  consent: null,
  wishes: [],
  needs: [],
  medications: [],
  document: {
    situation: [{ kind: 'paragraph', text: 'Vit seule.' }],
    health: [],
    supports: [],
    objectives: [],
    actions: [],
    alerts: [],
    reviews: [],
    nextReviewOn: null,
  },
  ...over,
})
