import { SHIPPED_PROTOCOLS, type ProtocolContent } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { branchesOf, measuredIn, reasonsOf } from './picture.ts'

const [anticoagulant] = SHIPPED_PROTOCOLS
if (!anticoagulant) throw new Error('The first shipped protocol is that of anticoagulants.')
const step = (key: string, content: ProtocolContent = anticoagulant) =>
  content.steps.find((one) => one.key === key)!

describe('why a step comes', () => {
  it('readings in a band stand together, one line for each streak', () => {
    const reasons = reasonsOf(step('prise-de-sang'))
    expect(reasons.map((one) => (one.on === 'reading' ? one.is : one.on))).toEqual([
      ...['start', 'inTarget', 'below', 'above'],
      ...['crossing', 'crossing', 'crossing', 'crossing'],
    ])
    expect(reasons[1]).toMatchObject({
      times: [
        { streak: { from: 1, to: 1 } },
        { streak: { from: 2, to: 2 } },
        { streak: { from: 3, to: 3 } },
        { streak: { from: 4, to: null }, offset: { days: 28 } },
      ],
    })
  })
})

describe('what follows from a reading', () => {
  it('stands from the highest to the lowest, rules outside the bands', () => {
    const branches = branchesOf(anticoagulant, 'inr')
    expect(branches.map((one) => (one.at === 'rule' ? one.rule.key : one.at))).toEqual([
      ...['dix', 'six', 'quatre'],
      ...['above', 'inTarget', 'below', 'un-et-demi'],
    ])
    const above = branches.find(({ at }) => at === 'above')!
    expect(above.brings.map(({ step: { key } }) => key)).toEqual(['prise-de-sang', 'dose'])
  })

  it('has no bands where nothing is aimed at, and is nothing for a kind without a threshold', () => {
    const aimless = {
      ...anticoagulant,
      thresholds: anticoagulant.thresholds.map((one) => ({ ...one, target: null, choices: [] })),
    }
    expect(branchesOf(aimless, 'inr').every(({ at }) => at === 'rule')).toBe(true)
    expect(branchesOf(anticoagulant, 'weight')).toEqual([])
  })
})

it('says which steps take the readings that have a target', () => {
  expect(measuredIn(anticoagulant, step('resultat'))).toEqual(['inr'])
  expect(measuredIn(anticoagulant, step('dose'))).toEqual([])
})
