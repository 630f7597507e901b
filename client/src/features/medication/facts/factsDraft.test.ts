import type { ClinicalFacts } from '@colloque/domain'
import { expect, it } from 'vitest'
import { draftOfFacts, factsChange, newAllergy, problemOf } from './factsDraft.ts'

const TODAY = '2026-03-09'
const ID = '00000000-0000-4000-8000-000000000001'
const known: ClinicalFacts = {
  caseId: ID,
  allergies: [{ to: 'pénicilline', kind: 'allergy', reaction: 'urticaire' }],
  kidney: { rate: 42, on: '2026-02-01' },
  pregnancy: null,
  weight: { kg: 61.4, on: '2026-03-01' },
  recorded: { by: ID, at: '2026-03-01T08:00:00.000Z' },
}

it('what was not touched changes nothing', () => {
  expect(factsChange(known, draftOfFacts(known, TODAY))).toEqual({})
  expect(factsChange(undefined, draftOfFacts(undefined, TODAY))).toEqual({})
})

it('« aucune connue » is an answer, « pas demandé » is none', () => {
  const draft = draftOfFacts(undefined, TODAY)
  expect(factsChange(undefined, { ...draft, allergiesSaid: 'none' })).toEqual({ allergies: [] })
  expect(factsChange(known, { ...draftOfFacts(known, TODAY), allergiesSaid: 'none' })).toEqual({
    allergies: [],
  })
})

it('reads figures with a comma, and empties what is emptied', () => {
  const draft = { ...draftOfFacts(known, TODAY), kidneyRate: '38,5', kidneyOn: TODAY, weightKg: '' }
  expect(factsChange(known, draft)).toEqual({ kidney: { rate: 38.5, on: TODAY }, weight: null })
})

it('says what is not plausible', () => {
  const draft = draftOfFacts(known, TODAY)
  expect(problemOf(draft, TODAY)).toBeUndefined()
  expect(problemOf({ ...draft, allergies: [newAllergy()] }, TODAY)).toBe('allergyMissing')
  expect(problemOf({ ...draft, kidneyRate: 'deux' }, TODAY)).toBe('kidneyRange')
  expect(problemOf({ ...draft, kidneyRate: '250' }, TODAY)).toBe('kidneyRange')
  expect(problemOf({ ...draft, kidneyOn: '2026-03-10' }, TODAY)).toBe('kidneyDay')
  expect(problemOf({ ...draft, weightKg: '0' }, TODAY)).toBe('weightRange')
  expect(problemOf({ ...draft, weightOn: '' }, TODAY)).toBe('weightDay')
})
