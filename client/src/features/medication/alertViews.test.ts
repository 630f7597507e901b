import { changeMedication, doseOf, newFlag, newMedication, resolveFlag, type Flag } from '@colloque/domain'
import * as checks from '@colloque/interactions'
import { expect, it } from 'vitest'
import { askingOf, countByLevel, isQuiet, linesOf, type HeldFlag, type HeldMedication } from './alertViews.ts'
import { checkedViews, type TreatmentHeld } from './checkedViews.ts'

const at = (hour: number) => `2026-03-09T${String(hour).padStart(2, '0')}:00:00.000Z`
const held = (id: string, name: string, atc: string | null) =>
  ({
    ...{ type: 'medication', id },
    after: newMedication({ caseId: 'c', name, atc, posology: '1', addedBy: 'a', startedAt: at(1) }),
  }) as HeldMedication
const apixaban = held('a', 'Apixaban 5 mg', 'B01AF02')
const ibuprofen = held('b', 'Ibuprofène 400 mg', 'M01AE01')
const sertraline = held('c', 'Sertraline 50 mg', 'N06AB06')
const unknown = held('d', 'Tisane du jardin', null)
const lines = [apixaban, ibuprofen, sertraline, unknown]

const rules = { ...checks, inForce: checks.SHIPPED_RULES }
const check = (more: Partial<TreatmentHeld> = {}) =>
  checkedViews(rules, { lines, answers: [], facts: null, flags: [], ...more })
const main = (more: Partial<TreatmentHeld> = {}) => check(more).views.find(({ level }) => level === 'AD')!
const key = main().key

const flag = (id: string, more: Partial<Flag>) =>
  ({
    ...{ type: 'flag', id },
    after: newFlag({
      ...{ caseId: 'c', title: id, severity: 'AD', detail: '', raisedBy: 'l', raisedAt: at(2) },
      ...more,
    }),
  }) as HeldFlag
const answeredFlag = (id: string, more: Partial<Flag>) => {
  const open = flag(id, more)
  return { ...open, after: resolveFlag(open.after, 'h', at(3), 'refused', 'Bénéfice supérieur') }
}
const answer = (doses: string[]) =>
  ({
    ...{ type: 'alertAnswer', id: 'x' },
    after: { caseId: 'c', key, medicationIds: ['a', 'b'], doses, reason: 'surveillée', by: 'l', at: at(2) },
  }) as TreatmentHeld['answers'][number]
const held12 = answer([doseOf(apixaban.after), doseOf(ibuprofen.after)])

it('stands in full at the first line of a pair, and is named at the other', () => {
  const { views, notChecked } = check()
  const [first, second, third] = linesOf(lines, views, notChecked)
  expect(first?.alerts.map(({ level }) => level)).toEqual(['AD'])
  expect(second?.alerts).toEqual([])
  expect(second?.elsewhere.map(({ medications: [one] }) => one.id)).toEqual(['a'])
  expect(third?.elsewhere).toEqual([])
})

it('says of what matches nothing that it was not checked', () => {
  expect(linesOf(lines, [], check().notChecked).map(({ checked }) => checked)).toEqual([
    true,
    true,
    true,
    false,
  ])
})

it('keeps the lowest level apart, and counts by level', () => {
  expect(check().views.filter(isQuiet).length).toBeGreaterThan(0)
  expect(countByLevel(check().views)).toMatchObject({ CI: 0, AD: 1 })
})

it('shows who set an alert aside, and no longer counts it', () => {
  const { views } = check({ answers: [held12] })
  const view = main({ answers: [held12] })
  expect(view).toMatchObject({ setAside: { reason: 'surveillée' }, again: null })
  expect(askingOf(view)).toBe('settled')
  expect(countByLevel(views).AD).toBe(0)
  expect(linesOf(lines, views, [])[1]?.elsewhere).toEqual([])
})

it('asks again once a dose is another one, and says that it does', () => {
  const more = changeMedication(ibuprofen.after, 'h', at(4), { posology: '3' }, 'douleur')
  const view = main({ answers: [held12], lines: [apixaban, { ...ibuprofen, after: more }] })
  expect(view).toMatchObject({ setAside: null, again: 'dose' })
  expect(askingOf(view)).toBe('asks')
})

it('does not repeat what a prescriber has answered, until one of its lines is changed', () => {
  const flags = [answeredFlag('1', { alertKey: key })]
  expect(askingOf(main({ flags }))).toBe('settled')
  const more = changeMedication(ibuprofen.after, 'h', at(4), { posology: '3' }, 'douleur')
  const view = main({ flags, lines: [apixaban, { ...ibuprofen, after: more }] })
  expect(view.again).toBe('line')
  expect(askingOf(view)).toBe('asks')
})

it('waits while a flag about it is pending, by its alert or by both medications', () => {
  const pending = flag('1', { medicationIds: ['a', 'b'] })
  const view = main({ flags: [pending, answeredFlag('2', { alertKey: key })] })
  expect(view.flag?.id).toBe('1')
  expect(askingOf(view)).toBe('waits')
  expect(main({ flags: [flag('3', { medicationIds: ['a'] })] }).flag).toBeNull()
})

it('tells an allergy beside the one line that it is about', () => {
  const allergies = [{ to: 'ibuprofène', kind: 'allergy', reaction: null } as const]
  const facts = { allergies } as unknown as NonNullable<TreatmentHeld['facts']>
  const { views } = check({ facts })
  const [allergy] = views.filter(({ kind }) => kind === 'allergy')
  expect(allergy).toMatchObject({ level: 'CI', allergy: { to: 'ibuprofène' }, medications: [{ id: 'b' }] })
  expect(linesOf(lines, views, [])[1]?.alerts[0]?.kind).toBe('allergy')
})
