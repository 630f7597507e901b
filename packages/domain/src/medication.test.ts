import { describe, expect, it } from 'vitest'
import { doseOf, holdsStill, type AlertAnswer } from './alert-answer.ts'
import { allergiesInWords } from './clinical-facts.ts'
import { closeFlag, newFlag, proposeOnFlag, reopenFlag, resolveFlag, acknowledgeFlag } from './flag.ts'
import {
  changeMedication,
  isDoseChanged,
  newMedication,
  pauseMedication,
  preparerOf,
  resumeMedication,
  stopMedication,
  type Medication,
} from './medication.ts'
import { startEscalation } from './escalation.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const AT = '2026-11-22T09:00:00.000Z'
const line = (over: Partial<Medication> = {}) =>
  newMedication({ caseId: ID, name: 'Apixaban 5 mg', addedBy: ID, startedAt: AT, ...over })

describe('a line of the treatment', () => {
  it('does not end before it begins', () => {
    expect(() => line({ startOn: '2026-11-22', endOn: '2026-11-21' })).toThrow('invalid')
    expect(() =>
      changeMedication(line({ startOn: '2026-11-22' }), ID, AT, { endOn: '2026-11-01' }, 'x'),
    ).toThrow()
  })

  it('from evening to morning is another dose', () => {
    const before = line({ moments: { evening: '1' } })
    const after = changeMedication(before, ID, AT, { moments: { morning: '1' } }, 'Oublis le soir')
    expect(isDoseChanged(before, after)).toBe(true)
    expect(after.changed?.reason).toBe('Oublis le soir')
    expect(isDoseChanged(before, changeMedication(before, ID, AT, { indication: 'FA' }, 'précisé'))).toBe(
      false,
    )
    expect(isDoseChanged(undefined, before)).toBe(true)
    expect(isDoseChanged(before, pauseMedication(before, ID, AT, 'Opération', null))).toBe(true)
  })

  it('that is said again as it is does not change', () => {
    const before = line({ posology: '1 matin' })
    expect(changeMedication(before, ID, AT, { posology: '1 matin' }, 'x')).toBe(before)
  })

  it('is paused, taken again and stopped, and nothing else in between', () => {
    const paused = pauseMedication(line(), ID, AT, 'Opération', '2026-12-01')
    expect(paused.status).toBe('paused')
    expect(() => pauseMedication(paused, ID, AT, 'x', null)).toThrow('conflict')
    expect(() => pauseMedication(line(), ID, AT, 'x', '2026-11-01')).toThrow('invalid')
    expect(resumeMedication(paused, ID, AT, 'Reprise').paused).toBeNull()
    const stopped = stopMedication(paused, ID, AT, 'Fin')
    expect(() => changeMedication(stopped, ID, AT, { posology: '2' }, 'x')).toThrow('conflict')
    expect(() => resumeMedication(stopped, ID, AT, 'x')).toThrow('conflict')
  })

  it('is prepared by whoever is named on it, or prepares all the others', () => {
    const nurse = { profession: 'nurse' } as const
    const held = (preparedBy: Medication['preparedBy'], id = ID) => ({ id, after: line({ preparedBy }) })
    expect(preparerOf(line(), [held(nurse), held(null)])).toEqual(nurse)
    expect(preparerOf(line({ preparedBy: { words: 'sa fille' } }), [held(nurse)])).toEqual({
      words: 'sa fille',
    })
    expect(preparerOf(line(), [held(nurse), held({ words: 'sa fille' })])).toBeNull()
    expect(preparerOf(line(), [])).toBeNull()
  })
})

describe('an answer to an alert', () => {
  const answer = (doses: string[]): AlertAnswer => ({
    ...{ caseId: ID, key: 'k', medicationIds: [ID], reason: 'Surveillé', by: ID, at: AT },
    doses,
  })

  it('holds until the dose is another one', () => {
    const before = line({ posology: '1 matin' })
    expect(holdsStill(answer([doseOf(before)]), () => before)).toBe(true)
    expect(holdsStill(answer([doseOf(before)]), () => line({ posology: '2 matin' }))).toBe(false)
    expect(holdsStill(answer([]), () => undefined)).toBe(true)
  })
})

describe('a flag', () => {
  const flag = newFlag({
    ...{ caseId: ID, title: 'AVK + AINS', severity: 'CI', detail: 'x', raisedBy: ID, raisedAt: AT },
    escalation: startEscalation({ delayMinutes: 15, repeatMinutes: 5 }, AT),
  })

  it('stops climbing once a prescriber has seen it', () => {
    expect(acknowledgeFlag(flag, ID, AT).escalation?.nextAt).toBeNull()
  })

  it('is answered, checked and closed, in this order', () => {
    expect(() => closeFlag(flag, ID, AT, null)).toThrow('conflict')
    const closed = closeFlag(resolveFlag(flag, ID, AT, 'refused', 'INR suivi'), ID, AT, 'vu avec elle')
    expect(closed).toMatchObject({ status: 'closed', resolution: { outcome: 'refused' } })
    expect(() => closeFlag(closed, ID, AT, null)).toThrow('conflict')
    expect(() => proposeOnFlag(closed, { id: ID, words: 'x', changes: [], by: ID, at: AT })).toThrow(
      'conflict',
    )
  })

  it('that is true again asks anew, and keeps what was', () => {
    const again = reopenFlag(resolveFlag(flag, ID, AT, 'treatmentChanged', 'arrêt'), ID, AT, 'repris')
    expect(again).toMatchObject({ status: 'open', resolution: null, reopened: [{ reason: 'repris' }] })
    expect(() => reopenFlag(again, ID, AT, 'x')).toThrow('conflict')
  })
})

it('allergies stand in the strip in one line', () => {
  expect(
    allergiesInWords([
      { to: 'pénicilline', kind: 'allergy', reaction: 'urticaire' },
      { to: 'ibuprofène', kind: 'intolerance', reaction: null },
    ]),
  ).toBe('pénicilline (urticaire) ; intolérance : ibuprofène')
  expect(allergiesInWords(null)).toBeNull()
})
