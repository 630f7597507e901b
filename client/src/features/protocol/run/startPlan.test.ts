import { SHIPPED_PROTOCOLS } from '@colloque/domain'
import { expect, it } from 'vitest'
import { absentFrom, firstSteps } from './startPlan.ts'

const [content] = SHIPPED_PROTOCOLS
if (!content) throw new Error('The first shipped protocol is that of anticoagulants.')
const START = '2026-03-02T08:00:00.000Z'

it('the start brings about its own steps, by day, and none that hang on a reading', () => {
  const first = firstSteps(content, START, START)
  expect(first[0]).toMatchObject({ step: { key: 'bilan' }, dueAt: '2026-03-02T12:00:00.000Z' })
  const keys = first.map(({ step: { key } }) => key)
  expect(keys).toContain('prise-de-sang')
  expect(keys).not.toContain('dose')
  const due = first.map(({ dueAt }) => dueAt ?? '')
  expect(due).toEqual([...due].sort())
})

it('what should have been done before is due at once', () => {
  const [first] = firstSteps(content, START, '2026-03-03T08:00:00.000Z')
  expect(first?.dueAt).toBe('2026-03-03T10:00:00.000Z')
})

it('names the professions that are not in the circle', () => {
  expect(absentFrom(content, ['physician', 'nurse', 'pharmacist', null])).toEqual(['medicalSecretary'])
})
