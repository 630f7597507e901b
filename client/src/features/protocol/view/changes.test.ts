import { SHIPPED_PROTOCOLS, type ProtocolContent } from '@colloque/domain'
import { expect, it } from 'vitest'
import { contentOf } from '../library/library.ts'
import { changesBetween } from './changes.ts'

const [shipped] = SHIPPED_PROTOCOLS
if (!shipped) throw new Error('The first shipped protocol is that of anticoagulants.')
const before = contentOf(shipped)
const changed = (over: Partial<ProtocolContent>) => changesBetween(before, { ...before, ...over })

it('a copy has changed in nothing', () => {
  expect(changesBetween(before, structuredClone(before))).toEqual([])
})

it('says which field of which step, whether a step came or went', () => {
  const [first, second, ...rest] = before.steps
  const steps = [
    { ...first!, forProfession: 'nurse' as const, checklist: [] },
    ...rest,
    { ...second!, key: 'etape-10', title: 'Appeler le laboratoire' },
  ]
  expect(changed({ steps }).map((one) => [one.what, 'field' in one ? one.field : ''])).toEqual([
    ['step', 'who'],
    ['step', 'checklist'],
    ['stepAdded', ''],
    ['stepRemoved', ''],
  ])
})

it('one step that was put elsewhere moved, and not all the others', () => {
  const [first, ...rest] = before.steps
  expect(changed({ steps: [...rest, first!] })).toEqual([
    { what: 'stepMoved', step: first, from: 1, to: before.steps.length },
  ])
})

it('tells a target from its rules', () => {
  const [inr] = before.thresholds
  expect(changed({ thresholds: [{ ...inr!, choices: [] }] }).map(({ what }) => what)).toEqual(['target'])
  expect(changed({ thresholds: [{ ...inr!, rules: inr!.rules.slice(1) }] }).map(({ what }) => what)).toEqual([
    'rules',
  ])
  expect(changed({ thresholds: [] })).toEqual([{ what: 'readingRemoved', kind: 'inr' }])
})

it('names what stands above the steps', () => {
  expect(changed({ name: 'Autre', lastsDays: 90, delegations: [] })).toEqual([
    { what: 'whole', field: 'name' },
    { what: 'whole', field: 'lastsDays' },
    { what: 'delegations' },
  ])
})
