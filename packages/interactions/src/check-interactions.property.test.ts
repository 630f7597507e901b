import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkInteractions, COMMON_MEDICATIONS, type MedicationToCheck } from './index.ts'

/** Up to twelve lines of a treatment, some without a code, some the same medicine twice. */
const treatments = fc
  .array(fc.tuple(fc.constantFrom(...COMMON_MEDICATIONS), fc.boolean(), fc.boolean()), { maxLength: 12 })
  .map((chosen) =>
    chosen.map(([{ name, atc, substances }, hasCode, hasSubstances], line): MedicationToCheck => ({
      id: `line-${line}`,
      name,
      ...(hasCode && { atc }),
      ...(hasSubstances && { substances }),
    })),
  )

const shuffled = (treatment: readonly MedicationToCheck[]) =>
  fc.shuffledSubarray([...treatment], { minLength: treatment.length, maxLength: treatment.length })

const treatmentTwice = treatments.chain((treatment) => fc.tuple(fc.constant(treatment), shuffled(treatment)))

describe('for any treatment', () => {
  test('the order of the lines changes nothing, keys included', () => {
    fc.assert(
      fc.property(treatmentTwice, ([treatment, otherOrder]) => {
        const { notChecked, ...result } = checkInteractions(treatment)
        const { notChecked: otherNotChecked, ...otherResult } = checkInteractions(otherOrder)
        expect(otherResult).toEqual(result)
        expect(otherNotChecked.toSorted()).toEqual(notChecked.toSorted())
      }),
    )
  })

  test('each pair alone gives the alerts that it gives among the others', () => {
    fc.assert(
      fc.property(treatments, (treatment) => {
        const together = checkInteractions(treatment).alerts
        const inPairs = treatment.flatMap((first, at) =>
          treatment.slice(at + 1).flatMap((second) => checkInteractions([second, first]).alerts),
        )
        expect(inPairs.map(({ key }) => key).toSorted()).toEqual(together.map(({ key }) => key).toSorted())
      }),
    )
  })

  test('keys are all different, and an alert has the level of its gravest rule', () => {
    fc.assert(
      fc.property(treatments, (treatment) => {
        const { alerts, foodAdvice } = checkInteractions(treatment)
        const keys = [...alerts, ...foodAdvice].map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { kind, level, rules } of alerts) {
          if (kind === 'interaction') expect(rules[0]?.level).toBe(level)
        }
      }),
    )
  })

  test('the same medicine twice is never an interaction with itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...COMMON_MEDICATIONS), ({ name, atc }) => {
        const { alerts } = checkInteractions([
          { id: 'one', name, atc },
          { id: 'other', name, atc },
        ])
        expect(alerts.map(({ kind }) => kind)).toEqual(['redundancy'])
      }),
    )
  })
})
