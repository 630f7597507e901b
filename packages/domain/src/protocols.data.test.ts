/** The protocols that ship: each can be followed, says where its figures come from, and lives through some weeks. */
import { describe, expect, it } from 'vitest'
import { READINGS, type ReadingKind } from './measurement.ts'
import { PROFESSIONS } from './profession.ts'
import { requireSoundProtocol } from './protocol.ts'
import { SHIPPED_PROTOCOLS } from './protocols.data.ts'
import { WORDED_KINDS } from './task-records.ts'
import { daysOf, liveThrough, type Finds } from './testing/protocol-life.ts'

const named = (name: string) => {
  const found = SHIPPED_PROTOCOLS.find((one) => one.name === name)
  if (!found) throw new Error(`no protocol ships as ${name}`)
  return found
}
const dressing = named('Pansement complexe')
const heartFailure = named('Insuffisance cardiaque à domicile')
const bloodPressure = named('Automesure de la tension')
const falls = named('Prévention des chutes')
const diabetes = named('Éducation dans le diabète de type 2')
const discharge = named('Sortie d’hôpital')

/** Readings that ask for nothing. */
const QUIET: Record<ReadingKind, number | readonly [number, number]> = {
  ...{ weight: 70, bloodPressure: [128, 76], pulse: 72, temperature: 36.8, inr: 2.5, glucose: 1.2 },
  ...{ spo2: 97, pain: 2, hba1c: 6.8, potassium: 4.4, creatinine: 90 },
}
const quietly: Finds = (kind) => QUIET[kind]
/** Quiet, but for these on this day or the first one after it. */
const butOn = (from: number, kind: ReadingKind, value: number | readonly [number, number]): Finds => {
  let isSaid = false
  return (asked, day) => {
    if (isSaid || asked !== kind || day < from) return QUIET[asked]
    isSaid = true
    return value
  }
}

describe.each(SHIPPED_PROTOCOLS.map((protocol) => [protocol.name, protocol] as const))(
  '« %s »',
  (_name, protocol) => {
    it('can be followed, with thresholds that can be meant', () => {
      expect(() => requireSoundProtocol(protocol)).not.toThrow()
    })

    it('records what is known by a code, or words', () => {
      const asked = protocol.steps.flatMap(({ records }) => records.map(({ kind }) => kind))
      const worded: readonly string[] = WORDED_KINDS
      for (const kind of asked.filter((one) => !worded.includes(one)))
        expect(READINGS[kind as ReadingKind].loinc, kind).toMatch(/^\d{3,6}-\d$/)
      // Whatever it sets a threshold for is measured by somebody.
      const measured = new Set<string>([...asked, ...(protocol.name.startsWith('Suivi') ? ['inr'] : [])])
      if (protocol === diabetes) measured.add('glucose')
      expect(protocol.thresholds.map(({ kind }) => kind).filter((kind) => !measured.has(kind))).toEqual([])
    })

    it('says where its figures come from, and what to do where one is crossed', () => {
      expect(protocol.source).toMatch(/[12]\d{3}|ESC/)
      for (const { rules } of protocol.thresholds)
        for (const { conduct, professions } of rules) {
          expect(conduct.length).toBeGreaterThan(20)
          expect(professions.length).toBeGreaterThan(0)
        }
      const crossed = protocol.steps.flatMap(({ when }) => when.filter(({ on }) => on === 'crossing'))
      expect(crossed.length).toBeGreaterThan(0)
    })

    it('asks several professions, each step of one that exists', () => {
      const professions = protocol.steps.flatMap(({ forProfession }) => forProfession ?? [])
      expect(professions).toHaveLength(protocol.steps.length)
      expect(professions.every((one) => one in PROFESSIONS)).toBe(true)
      expect(new Set(professions).size).toBeGreaterThanOrEqual(4)
    })

    it('asks for no more than a house can do, for half a year without an alarm', () => {
      const { done, crossed } = liveThrough(protocol, 180, quietly)
      expect(crossed).toEqual([])
      expect(done.length).toBeLessThanOrEqual(90)
      const inFirstWeek = done.filter((one) => Number(one.split(' ')[0]) <= 7)
      expect(inFirstWeek.length).toBeLessThanOrEqual(14)
      expect(inFirstWeek.length).toBeGreaterThanOrEqual(1)
    })
  },
)

it('each has an id and a name of its own', () => {
  expect(new Set(SHIPPED_PROTOCOLS.map(({ id }) => id)).size).toBe(SHIPPED_PROTOCOLS.length)
  expect(new Set(SHIPPED_PROTOCOLS.map(({ name }) => name)).size).toBe(7)
})

describe('eight weeks of heart failure at home', () => {
  it('visit each week, then every two, while nothing happens', () => {
    const lived = liveThrough(heartFailure, 84, quietly)
    expect(daysOf(lived, 'visite')).toEqual([5, 12, 19, 26, 33, 40, 54, 68, 82])
    expect(daysOf(lived, 'prise-de-sang')).toEqual([7, 35])
    expect(daysOf(lived, 'rechute')).toEqual([])
  })

  it('after more than 2 kg in 3 days ask the doctor the same day, and the nurse on the next', () => {
    const weighed = (day: number, value: number) => ({ day, kind: 'weight' as const, value })
    const slowly = [weighed(8, 70.4), weighed(9, 71), weighed(10, 71.6), weighed(11, 72)]
    expect(liveThrough(heartFailure, 30, quietly, slowly).crossed).toEqual([])
    const rapid = [weighed(8, 70), weighed(9, 71), weighed(10, 72.4)]
    const lived = liveThrough(heartFailure, 30, quietly, rapid)
    expect(lived.crossed).toEqual(['10 prise-rapide'])
    expect(daysOf(lived, 'rechute')).toEqual([10])
    expect(daysOf(lived, 'dire')).toEqual([10])
    expect(daysOf(lived, 'visite').slice(0, 2)).toEqual([5, 11])
    expect(daysOf(lived, 'prise-de-sang')).toContain(15)
  })

  it('ask for the kidneys where the potassium rises, and for blood again two days later', () => {
    const lived = liveThrough(heartFailure, 60, butOn(7, 'potassium', 5.8))
    expect(lived.crossed).toEqual(['8 haute'])
    expect(daysOf(lived, 'reins')).toEqual([8])
    expect(daysOf(lived, 'prise-de-sang').slice(0, 2)).toEqual([7, 10])
  })
})

describe('five weeks after a discharge', () => {
  it('come every two days at first, then each week, then not any more', () => {
    const lived = liveThrough(discharge, 45, quietly)
    expect(daysOf(lived, 'premiere-visite')).toEqual([1])
    expect(daysOf(lived, 'visite')).toEqual([3, 5, 7, 14, 21, 28])
    expect(daysOf(lived, 'un-mois')).toEqual([30])
    expect(daysOf(lived, 'avis-rapide')).toEqual([])
    expect(new Set(lived.done.map((one) => one.split(' ')[1])).size).toBe(discharge.steps.length - 1)
  })

  it('with fever ask the doctor the same day, and somebody looks again on the next', () => {
    const lived = liveThrough(discharge, 45, butOn(3, 'temperature', 38.9))
    expect(lived.crossed).toEqual(['3 fievre'])
    expect(daysOf(lived, 'avis-rapide')).toEqual([3])
    expect(daysOf(lived, 'visite').slice(0, 2)).toEqual([3, 4])
  })

  it('with a low pressure begin to count anew', () => {
    const lived = liveThrough(discharge, 45, butOn(7, 'bloodPressure', [84, 52]))
    expect(daysOf(lived, 'visite').slice(0, 5)).toEqual([3, 5, 7, 8, 10])
  })
})

describe('the others', () => {
  it('dress every two days, then every three, and go on after a painful one', () => {
    expect(daysOf(liveThrough(dressing, 28, quietly), 'pansement').slice(0, 5)).toEqual([2, 4, 6, 8, 11])
    const painful = liveThrough(dressing, 28, butOn(4, 'pain', 8))
    expect(painful.crossed).toEqual(['4 forte'])
    expect(daysOf(painful, 'antalgique')).toEqual([4])
    expect(daysOf(painful, 'pansement').slice(0, 3)).toEqual([2, 4, 5])
  })

  it('take the mean of a series at home, once there are twelve values in three days', () => {
    const { rules } = bloodPressure.thresholds.find(({ kind }) => kind === 'bloodPressure')!
    expect(rules.find(({ key }) => key === 'moyenne-domicile')?.crossing).toEqual({
      ...{ is: 'meanAtOrAbove', value: 135, value2: 85, days: 3, atLeast: 12 },
    })
    expect(daysOf(liveThrough(bloodPressure, 200, quietly), 'releve')).toEqual([5, 95, 185])
    const high = liveThrough(bloodPressure, 60, (kind) =>
      kind === 'bloodPressure' ? [148, 88] : QUIET[kind],
    )
    expect(daysOf(high, 'releve')).toEqual([5, 33])
  })

  it('look for the cause of a fall before gait, and again where the pressure is low', () => {
    const lived = liveThrough(falls, 90, butOn(0, 'bloodPressure', [86, 50]))
    const firstOf = (step: string) => daysOf(lived, step)[0]!
    expect(firstOf('tension-basse')).toBe(1)
    expect(firstOf('gravite')).toBeLessThan(firstOf('medical'))
    expect(firstOf('medical')).toBeLessThan(firstOf('equilibre'))
  })

  it('ask for the HbA1c every three months, and for the doctor where it is above what was chosen', () => {
    const lived = liveThrough(diabetes, 200, butOn(0, 'hba1c', 8.2))
    expect(daysOf(lived, 'resultat')).toHaveLength(2)
    expect(daysOf(lived, 'revoir')).toHaveLength(1)
    expect(daysOf(lived, 'dire')).toHaveLength(1)
  })
})
