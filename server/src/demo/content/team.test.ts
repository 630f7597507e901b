/** What the house keeps together, beside its cases: invented, within the rules, and by people who may. */
import {
  DirectoryContentSchema,
  isReachable,
  requireSoundProtocol,
  SHIPPED_PROTOCOLS,
  weekdayOf,
} from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { nextThursday } from '../team-house.ts'
import { CASES, HOUSE } from './index.ts'
import { NEXT, PAST, PROTOCOLS } from './meetings.ts'
import { RESOURCES } from './resources.ts'
import { retell } from './retelling.ts'

const people = new Map(HOUSE.people.map((person) => [person.key, person]))
const circleOf = (caseKey: string) => {
  const demo = CASES.find(({ key }) => key === caseKey)
  if (!demo) throw new Error(`the demo has no case ${caseKey}`)
  return retell(demo, people).circle
}
const FICTION = /^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$/

describe('the directory', () => {
  it('has a dozen entries, each reachable under an invented number, once', () => {
    expect(RESOURCES.length).toBeGreaterThanOrEqual(12)
    expect(new Set(RESOURCES.map(({ entry }) => entry.name)).size).toBe(RESOURCES.length)
    for (const { entry } of RESOURCES) {
      expect(isReachable(DirectoryContentSchema.parse(entry)), entry.name).toBe(true)
      for (const number of [entry.phone, entry.directPhone]) if (number) expect(number).toMatch(FICTION)
      expect(`${entry.email ?? ''}${entry.website ?? ''}`).toMatch(/^$|\.example/)
    }
    expect(RESOURCES.filter(({ met }) => met)).toHaveLength(1)
  })

  it('is written by people of the house, before today', () => {
    for (const { by, day, notes = [], checked } of RESOURCES)
      for (const one of [{ by, day }, ...notes, ...(checked ? [checked] : [])]) {
        expect(people.has(one.by)).toBe(true)
        expect(one.day).toBeLessThan(0)
      }
  })
})

describe('the meetings', () => {
  it('are on Thursdays, the next one after today', () => {
    for (const day of ['2026-11-22', '2026-11-25', '2026-11-26', '2026-12-31']) {
      expect(weekdayOf(nextThursday(day))).toBe(4)
      expect(nextThursday(day) > day).toBe(true)
    }
  })

  it('are spoken at, decided and carried out by people of the circle', () => {
    for (const { caseKey, by, opinions, writer, spoken, decisions } of PAST.items) {
      const circle = circleOf(caseKey)
      const named = decisions.flatMap(({ by: decider, owner, teller, done, told, disagreement }) => [
        decider,
        ...[owner, teller].flatMap((one) => ('person' in one ? one.person : [])),
        ...[done, told, disagreement].flatMap((one) => one?.by ?? []),
      ])
      for (const key of [by, writer, ...spoken, ...opinions.map((one) => one.by), ...named, PAST.chair])
        expect(circle.has(key), `${caseKey}: ${key}`).toBe(true)
      for (const key of spoken) expect(PAST.there).toContain(key)
    }
    for (const { caseKey, by } of [NEXT.waiting, NEXT.unheard, ...NEXT.items])
      expect(circleOf(caseKey).has(by), `${caseKey}: ${by}`).toBe(true)
  })

  it('leave one decision undone, and lack one wish', () => {
    const undone = PAST.items.flatMap(({ decisions }) => decisions.filter(({ done }) => !done))
    expect(undone).toHaveLength(1)
    expect([NEXT.waiting, ...NEXT.items]).toHaveLength(3)
    expect([NEXT.waiting, ...NEXT.items].map(({ caseKey }) => caseKey)).toContain(NEXT.unheard.caseKey)
  })
})

it('the protocols are those that ship, and the steps that were done are theirs', () => {
  const named = (name: string) => SHIPPED_PROTOCOLS.find((one) => one.name === name)
  const adopted = named(PROTOCOLS.adopted.name)!
  expect(() => requireSoundProtocol(adopted)).not.toThrow()
  expect(named(PROTOCOLS.draft.name)).toBeDefined()
  const keys = adopted.steps.map(({ key }) => key)
  for (const { step, by } of PROTOCOLS.run.done) {
    expect(keys).toContain(step)
    expect(circleOf(PROTOCOLS.run.caseKey).has(by), by).toBe(true)
  }
})
