import { checkInteractions } from '@colloque/interactions'
import { expect, it } from 'vitest'
import {
  alertViews,
  countByLevel,
  isQuiet,
  linesOf,
  toCheck,
  type HeldFlag,
  type HeldMedication,
} from './alertViews.ts'

const held = (id: string, name: string, atc: string | null) =>
  ({ type: 'medication', id, after: { name, atc } }) as HeldMedication
const apixaban = held('a', 'Apixaban 5 mg', 'B01AF02')
const ibuprofen = held('b', 'Ibuprofène 400 mg', 'M01AE01')
const sertraline = held('c', 'Sertraline 50 mg', 'N06AB06')
const unknown = held('d', 'Tisane du jardin', null)
const medications = [apixaban, ibuprofen, sertraline, unknown]
const result = checkInteractions(medications.map(toCheck))

const flag = (id: string, status: string, medicationIds: string[], alertKey: string | null = null) =>
  ({ type: 'flag', id, after: { status, medicationIds, alertKey } }) as unknown as HeldFlag

it('stands in full at the first line of a pair, and is named at the other', () => {
  const [first, second, third] = linesOf(
    medications,
    alertViews(result, medications, [], []),
    result.notChecked,
  )
  expect(first?.alerts.map(({ level }) => level)).toEqual(['AD'])
  expect(second?.alerts).toEqual([])
  expect(second?.elsewhere.map(({ medications: [one] }) => one.id)).toEqual(['a'])
  expect(third?.elsewhere).toEqual([])
})

it('says of what matches nothing that it was not checked', () => {
  const lines = linesOf(medications, [], result.notChecked)
  expect(lines.map(({ checked }) => checked)).toEqual([true, true, true, false])
})

it('keeps the lowest level apart, and counts by level', () => {
  const views = alertViews(result, medications, [], [])
  expect(views.filter(isQuiet).length).toBeGreaterThan(0)
  expect(countByLevel(views)).toMatchObject({ CI: 0, AD: 1 })
})

it('shows who set an alert aside, and no longer counts it', () => {
  const key = result.alerts.find(({ level }) => level === 'AD')?.key
  const answer = { type: 'alertAnswer', id: 'x', after: { key, reason: 'surveillée' } } as never
  const views = alertViews(result, medications, [answer], [])
  expect(views.find(({ level }) => level === 'AD')?.setAside?.reason).toBe('surveillée')
  expect(countByLevel(views).AD).toBe(0)
  expect(linesOf(medications, views, [])[1]?.elsewhere).toEqual([])
})

it('finds the pending flag before one that is closed, by its alert or by both medications', () => {
  const flagOf = (...flags: HeldFlag[]) =>
    alertViews(result, medications, [], flags).find(({ level }) => level === 'AD')?.flag?.id
  const key = result.alerts.find(({ level }) => level === 'AD')?.key ?? ''
  expect(flagOf(flag('1', 'open', ['a', 'b']), flag('2', 'resolved', [], key))).toBe('1')
  expect(flagOf(flag('3', 'open', ['a']))).toBeUndefined()
  expect(flagOf(flag('4', 'resolved', [], key))).toBe('4')
})
