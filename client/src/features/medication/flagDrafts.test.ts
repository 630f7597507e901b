import { newMedication, type TreatmentReport } from '@colloque/domain'
import * as checks from '@colloque/interactions'
import { expect, it } from 'vitest'
import type { HeldMedication } from './alertViews.ts'
import { checkedViews } from './checkedViews.ts'
import {
  draftOfAlert,
  draftOfCandidate,
  draftOfReport,
  freeDraft,
  freeProposals,
  type CandidateAlert,
} from './flagDrafts.ts'

const say = (key: string, words: Record<string, string> = {}) =>
  [key.split('.').at(-1), ...Object.values(words)].join(' ')
const held = (id: string, name: string, atc: string) =>
  ({
    ...{ type: 'medication', id },
    after: newMedication({ caseId: 'c', name, atc, addedBy: 'a', startedAt: '2026-03-09T09:00:00.000Z' }),
  }) as HeldMedication
const medications = [
  held('a', 'Apixaban 5 mg', 'B01AF02'),
  held('b', 'Ibuprofène 400 mg, comprimé', 'M01AE01'),
]
const rules = { ...checks, inForce: checks.SHIPPED_RULES }
const [view] = checkedViews(rules, { lines: medications, answers: [], facts: null, flags: [] }).views

it('prefills pair, level, conduct and key from an alert', () => {
  const draft = draftOfAlert(view!, say)
  expect(draft).toMatchObject({
    kind: 'interaction',
    title: 'pair Apixaban 5 mg Ibuprofène 400 mg',
    severity: 'AD',
    medicationIds: ['a', 'b'],
    alertKey: view!.key,
    free: false,
  })
  expect(draft.detail).toContain(view!.rules[0]!.action)
  expect(draft.proposals[0]).toMatchObject({
    text: 'stop Ibuprofène 400 mg',
    change: { act: 'stop', medication: { id: 'b' } },
  })
  expect(new Set(draft.proposals.map(({ key }) => key)).size).toBe(draft.proposals.length)
})

it('names an allergy and its one line', () => {
  const allergy = { to: 'AINS', kind: 'allergy', reaction: null } as const
  const draft = draftOfAlert(
    { ...view!, kind: 'allergy', rules: [], allergy, medications: [medications[1]!] },
    say,
    'AINS',
  )
  expect(draft).toMatchObject({
    kind: 'allergy',
    title: 'allergy : pair Ibuprofène 400 mg AINS',
    medicationIds: ['b'],
  })
  expect(draft.proposals.every(({ change }) => change === null || change.medication.id === 'b')).toBe(true)
})

it('names a line that is not added yet, and is about those that are taken', () => {
  const alert = { ...view!, with: medications[0] } as CandidateAlert
  const draft = draftOfCandidate('Ibuprofène 400 mg, comprimé', [alert], say)
  expect(draft).toMatchObject({ severity: 'AD', medicationIds: ['a'], alertKey: null })
  expect(draft.title).toBe('pair Ibuprofène 400 mg Apixaban 5 mg')
  // Of a line that is not there nothing can be accepted: words alone.
  expect(draft.proposals[0]).toMatchObject({ text: 'notGiven Ibuprofène 400 mg', change: null })
})

it('takes up a report with its words, its medicines and who noticed it', () => {
  const after = {
    ...{ kind: 'sideEffect', words: 'Des bleus', medicationIds: ['a', 'gone'] },
  } as unknown as TreatmentReport
  expect(draftOfReport({ id: 'r', after }, medications, 'sa fille', say)).toMatchObject({
    kind: 'sideEffect',
    title: 'sideEffect : Apixaban 5 mg',
    detail: 'reported sa fille Des bleus',
    medicationIds: ['a'],
    reportId: 'r',
    free: true,
  })
})

it('starts empty for a problem that no rule finds, and proposes for what is chosen', () => {
  expect(freeDraft(undefined, say)).toMatchObject({ title: '', detail: '', medicationIds: [], free: true })
  expect(freeDraft(medications[0], say).medicationIds).toEqual(['a'])
  expect(freeProposals(medications, say).map(({ text }) => text)).toContain('change Apixaban 5 mg')
})

it('stops nothing by default over a precaution', () => {
  expect(draftOfAlert({ ...view!, level: 'PE' }, say).proposals[0]).toMatchObject({
    key: 'monitor',
    change: null,
  })
})
