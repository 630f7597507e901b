import {
  doseOf,
  newFlag,
  newMedication,
  type AlertAnswer,
  type Allergy,
  type Medication,
} from '@colloque/domain'
import { describe, expect, test } from 'vitest'
import { ALLERGY_CLASSES } from './allergy-classes.ts'
import { checkTreatment, SHIPPED_RULES, type HeldLine, type TreatmentKnowledge } from './index.ts'

const caseId = '0193e4a0-0000-7000-8000-000000000000'
const by = { by: caseId, at: '2026-01-05T08:00:00.000Z' }
const held = (name: string, given: Partial<Medication> = {}): HeldLine => ({
  id: `id-${name}`,
  after: newMedication({ caseId, name, addedBy: by.by, startedAt: by.at, posology: '1 le soir', ...given }),
})
const warfarin = held('Warfarine', { atc: 'B01AA03' })
const ibuprofen = held('Ibuprofène', { atc: 'M01AE01' })
const KEY = checkTreatment([warfarin, ibuprofen], {}).alerts[0]!.key

const answerOf = (lines: readonly HeldLine[]): AlertAnswer => ({
  caseId,
  key: KEY,
  medicationIds: lines.map(({ id }) => id),
  doses: lines.map(({ after }) => doseOf(after)),
  reason: 'Trois jours seulement',
  ...by,
})
const flagOf = (given: object) => ({
  id: 'flag',
  after: newFlag({
    ...{ caseId, title: 'x', severity: 'AD', detail: 'x', raisedBy: by.by, raisedAt: by.at },
    ...given,
  }),
})
const only = (lines: readonly HeldLine[], knowledge: TreatmentKnowledge = {}) => {
  const { alerts } = checkTreatment(lines, knowledge)
  expect(alerts).toHaveLength(1)
  return alerts[0]!
}

describe('the state of an alert', () => {
  const both = [warfarin, ibuprofen]

  test('is open until somebody answers', () => {
    expect(only(both)).toMatchObject({ level: 'AD', state: 'open', answer: null, flagId: null })
  })

  test('is answered while the doses are those of the answer, and open again at another', () => {
    const answers = [answerOf(both)]
    expect(only(both, { answers })).toMatchObject({ state: 'answered', answer: answers[0] })
    const more = held('Ibuprofène', { atc: 'M01AE01', posology: '3 par jour' })
    expect(only([warfarin, more], { answers })).toMatchObject({ key: KEY, state: 'open', answer: null })
  })

  test('is flagged by the flag on the alert, or by one that names both lines', () => {
    expect(only(both, { flags: [flagOf({ alertKey: KEY })] })).toMatchObject({
      state: 'flagged',
      flagId: 'flag',
    })
    const free = flagOf({ medicationIds: both.map(({ id }) => id) })
    expect(only(both, { flags: [free] })).toMatchObject({ state: 'flagged' })
    expect(only(both, { flags: [flagOf({ alertKey: 'AD:other' })] })).toMatchObject({ state: 'open' })
  })

  test('is answered where the flag is closed and the alert was set aside after it', () => {
    const closed = flagOf({ alertKey: KEY, status: 'closed' })
    expect(only(both, { flags: [closed], answers: [answerOf(both)] })).toMatchObject({
      ...{ state: 'answered', flagId: 'flag' },
    })
  })
})

test('lines that are paused or stopped are not checked', () => {
  expect(
    checkTreatment([warfarin, held('Ibuprofène', { atc: 'M01AE01', status: 'paused' })], {}).alerts,
  ).toEqual([])
})

test('the source in force is told', () => {
  const source = { name: 'x', date: '2030-01', partial: false }
  expect(checkTreatment([], {}).source).toEqual(SHIPPED_RULES.source)
  expect(checkTreatment([], { rules: { source, rules: [] } }).source).toEqual(source)
})

describe('what somebody does not bear', () => {
  const allergyTo = (to: string, kind: Allergy['kind'] = 'allergy'): TreatmentKnowledge => ({
    facts: { allergies: [{ to, kind, reaction: null }] },
  })
  const augmentin = held('Augmentin 1 g', { atc: 'J01CR02' })

  test.each([
    ['amoxicilline', 'substance'],
    ['Amoxicilline sodique', 'substance'],
    ['amoxicilline (urticaire)', 'substance'],
    ['pénicilline', 'class'],
    ['Pénicillines et dérivés', 'class'],
    ['bêta-lactamines', 'class'],
    ['AUGMENTIN', 'name'],
  ])('« %s » is known in Augmentin by its %s', (to, how) => {
    expect(only([augmentin], allergyTo(to))).toMatchObject({
      ...{
        kind: 'allergy',
        level: 'CI',
        medications: [augmentin.id],
        by: how,
        conditional: true,
        state: 'open',
      },
    })
  })

  test.each(['céphalosporines', 'sulfamides', 'iode', 'cillin', 'amox', '!', 'acide'])(
    '« %s » is not guessed at in Augmentin',
    (to) => {
      expect(checkTreatment([augmentin], allergyTo(to)).alerts).toEqual([])
    },
  )

  test('« iode » is not in amiodarone', () => {
    const amiodarone = held('Amiodarone', { atc: 'C01BD01', substances: ["AMIODARONE (CHLORHYDRATE D')"] })
    expect(checkTreatment([amiodarone], allergyTo('iode')).alerts).toEqual([])
  })

  test('is a precaution where it is an intolerance', () => {
    expect(only([augmentin], allergyTo('pénicilline', 'intolerance')).level).toBe('PE')
  })

  test('is known by the substances of a line without a code', () => {
    const line = held('Clamoxyl', { substances: ['AMOXICILLINE TRIHYDRATÉE'] })
    expect(only([line], allergyTo('amoxicilline')).kind).toBe('allergy')
  })

  test.each(Object.keys(ALLERGY_CLASSES))('know every class by its name: %s', (label) => {
    const [group = ''] = ALLERGY_CLASSES[label] ?? []
    const line = held('Ligne', { atc: group })
    for (const to of [label, label.toUpperCase()])
      expect(checkTreatment([line], allergyTo(to)).alerts, to).toMatchObject([{ kind: 'allergy' }])
  })

  test('is told before an interaction of its level, and once for each line', () => {
    const miconazole = held('Miconazole', { atc: 'A01AB09' })
    const facts = {
      allergies: ['miconazole', 'Miconazole '].map((to) => ({ to, kind: 'allergy', reaction: null })),
    }
    const { alerts } = checkTreatment([warfarin, miconazole], { facts } as TreatmentKnowledge)
    expect(alerts.map(({ kind, level }) => `${kind} ${level}`)).toEqual(['allergy CI', 'interaction CI'])
  })

  test('has a key that fits a command, however long its words', () => {
    const long = `amoxicilline ${'œ'.repeat(107)}`
    expect(only([augmentin], allergyTo(long)).key.length).toBeLessThanOrEqual(200)
  })

  test('says nothing where nobody has asked', () => {
    expect(checkTreatment([augmentin], { facts: { allergies: null } }).alerts).toEqual([])
    expect(checkTreatment([augmentin], { facts: null }).alerts).toEqual([])
  })
})
