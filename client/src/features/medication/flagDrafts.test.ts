import { checkInteractions } from '@colloque/interactions'
import { expect, it } from 'vitest'
import { alertViews, toCheck, type HeldMedication } from './alertViews.ts'
import {
  draftOfAlert,
  draftOfCandidate,
  freeDraft,
  freeProposals,
  type CandidateAlert,
} from './flagDrafts.ts'

const say = (key: string, words: Record<string, string> = {}) =>
  [key.split('.').at(-1), ...Object.values(words)].join(' ')
const held = (id: string, name: string, atc: string) =>
  ({ type: 'medication', id, after: { name, atc } }) as HeldMedication
const medications = [
  held('a', 'Apixaban 5 mg', 'B01AF02'),
  held('b', 'Ibuprofène 400 mg, comprimé', 'M01AE01'),
]
const [view] = alertViews(checkInteractions(medications.map(toCheck)), medications, [], [])

it('prefills pair, level, conduct and key from an alert', () => {
  const draft = draftOfAlert(view!, say)
  expect(draft).toMatchObject({
    title: 'pair Apixaban 5 mg Ibuprofène 400 mg',
    severity: 'AD',
    medicationIds: ['a', 'b'],
    alertKey: view!.key,
    free: false,
  })
  expect(draft.detail).toContain(view!.rules[0]!.action)
  expect(draft.proposals[0]).toEqual({ text: 'stop Ibuprofène 400 mg', replaces: null })
  expect(draft.proposals.filter(({ replaces }) => replaces)).toHaveLength(2)
})

it('names a line that is not added yet, and is about those that are taken', () => {
  const alert = { ...view!, with: medications[0] } as CandidateAlert
  const draft = draftOfCandidate('Ibuprofène 400 mg, comprimé', [alert], say)
  expect(draft).toMatchObject({ severity: 'AD', medicationIds: ['a'], alertKey: null })
  expect(draft.title).toBe('pair Ibuprofène 400 mg Apixaban 5 mg')
  expect(draft.proposals[0]?.text).toBe('notGiven Ibuprofène 400 mg')
})

it('starts empty for a problem that no rule finds, and proposes for what is chosen', () => {
  expect(freeDraft(undefined, say)).toMatchObject({ title: '', detail: '', medicationIds: [], free: true })
  expect(freeDraft(medications[0], say).medicationIds).toEqual(['a'])
  expect(freeProposals(medications, say).map(({ text }) => text)).toContain('lower Apixaban 5 mg')
})

it('stops nothing by default over a precaution', () => {
  const draft = draftOfAlert({ ...view!, level: 'PE' }, say)
  expect(draft.proposals[0]).toEqual({ text: 'monitor', replaces: null })
})
