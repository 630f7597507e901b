import { describe, expect, it } from 'vitest'
import { DomainError } from './errors.ts'
import { READING_KINDS, type ReadingKind } from './measurement.ts'
import {
  crossedRule,
  requirePlausible,
  type Crossing,
  type TakenReading,
  type ThresholdRule,
} from './threshold.ts'
import { DEFAULT_THRESHOLDS } from './thresholds.data.ts'

const on = (day: number, value: number, value2: number | null = null): TakenReading => ({
  value,
  value2,
  takenAt: `2026-03-${String(day).padStart(2, '0')}T08:00:00.000Z`,
})
const crossed = (kind: ReadingKind, reading: TakenReading, earlier: TakenReading[] = []) =>
  crossedRule(DEFAULT_THRESHOLDS[kind].rules, reading, earlier)?.key

describe('the defaults', () => {
  it.each(READING_KINDS)('of %s are plausible', (kind) => {
    expect(() => requirePlausible(kind, DEFAULT_THRESHOLDS[kind])).not.toThrow()
  })

  // INR: HAS and GEHT, April 2008.
  it.each([
    [1.4, 'un-et-demi'],
    [2.5, undefined],
    [3.9, undefined],
    [4, 'quatre'],
    [5.9, 'quatre'],
    [6, 'six'],
    [9.9, 'six'],
    [10, 'dix'],
  ])('tell of an INR of %s: %s', (value, key) => {
    expect(crossed('inr', on(1, value))).toBe(key)
  })

  it('tell of more than two kilograms in three days, not of two', () => {
    expect(crossed('weight', on(4, 61.4), [on(1, 59.4)])).toBeUndefined()
    expect(crossed('weight', on(4, 61.5), [on(1, 59.4)])).toBe('prise-rapide')
    expect(crossed('weight', on(5, 61.5), [on(1, 59.4)])).toBeUndefined()
  })

  it('tell of a twentieth lost in a month', () => {
    expect(crossed('weight', on(28, 57), [on(1, 60)])).toBe('perte-un-mois')
    expect(crossed('weight', on(28, 57.1), [on(1, 60)])).toBeUndefined()
  })

  it('take the diastolic pressure by itself, and a mean only from enough readings', () => {
    expect(crossed('bloodPressure', on(1, 150, 112))).toBe('severe')
    const home = Array.from({ length: 11 }, () => on(2, 140, 80))
    expect(crossed('bloodPressure', on(3, 140, 80), home)).toBe('moyenne-domicile')
    expect(crossed('bloodPressure', on(3, 140, 80), home.slice(1))).toBeUndefined()
  })

  it('leave later readings aside', () => {
    expect(crossed('weight', on(2, 64), [on(3, 60)])).toBeUndefined()
  })
})

describe('thresholds that cannot be meant', () => {
  const rule = (key: string, crossing: Crossing): ThresholdRule => ({
    ...{ key, crossing, level: 'today', conduct: 'Appeler', professions: ['nurse'] },
  })
  it.each<[string, ReadingKind, ThresholdRule[], string]>([
    ['a weight of 900 kg', 'weight', [rule('a', { is: 'atOrAbove', value: 900 })], 'implausible'],
    ['a gain of nothing', 'weight', [rule('a', { is: 'gain', value: 0, days: 3 })], 'implausible'],
    ['a diastolic weight', 'weight', [rule('a', { is: 'below', value: 40, value2: 30 })], 'not_two'],
    [
      'below more than above',
      'inr',
      [rule('a', { is: 'below', value: 4 }), rule('b', { is: 'atOrAbove', value: 3 })],
      'contradictory',
    ],
    [
      'a key that comes twice',
      'inr',
      [rule('a', { is: 'below', value: 2 }), rule('a', { is: 'atOrAbove', value: 3 })],
      'key_twice',
    ],
  ])('%s', (_what, kind, rules, why) => {
    let refused: unknown
    try {
      requirePlausible(kind, { target: null, rules })
    } catch (error) {
      refused = error
    }
    expect((refused as DomainError).data['why']).toBe(why)
  })

  it('a target upside down', () => {
    expect(() => requirePlausible('inr', { target: { from: 3, to: 2 }, rules: [] })).toThrow(DomainError)
  })
})
