import { newFlag } from '@colloque/domain'
import { expect, it } from 'vitest'
import type { AlertView, HeldFlag } from './alertViews.ts'
import { gravestFirst, openIn } from './openAlerts.ts'

const alert = (level: AlertView['level'], more = {}) =>
  ({
    key: `${level}`,
    kind: 'interaction',
    level,
    setAside: null,
    flag: null,
    again: null,
    ...more,
  }) as AlertView
const flag = (id: string, severity: AlertView['level'], status: 'open' | 'resolved' = 'open') =>
  ({
    ...{ type: 'flag', id },
    after: {
      ...newFlag({
        caseId: 'c',
        title: id,
        severity,
        detail: '',
        raisedBy: 'l',
        raisedAt: '2026-03-09T09:00:00Z',
      }),
      status,
    },
  }) as HeldFlag
const names = (...args: Parameters<typeof gravestFirst>) => gravestFirst(...args).map(({ name }) => name)

it('holds what nobody has answered: neither what was set aside nor a flag with an answer', () => {
  const waiting = flag('1', 'CI')
  const views = [
    alert('AD'),
    alert('PE', { setAside: { reason: 'connue' } }),
    alert('CI', { flag: waiting }),
    alert('APC', { flag: flag('2', 'APC', 'resolved') }),
  ]
  const open = openIn('c', 'Rose', views, [flag('3', 'PE'), waiting, flag('2', 'APC', 'resolved')], 1)
  expect(open.alerts.map(({ level }) => level)).toEqual(['AD'])
  expect(open.flags.map(({ id }) => id)).toEqual(['1', '3'])
})

it('puts the gravest first, then the most of it, then names; a flag weighs as its alert', () => {
  const all = [
    openIn('1', 'Zoé', [alert('AD')], [], 0),
    openIn('2', 'Anne', [alert('AD')], [], 0),
    openIn('3', 'Léon', [alert('AD'), alert('AD')], [], 0),
    openIn('4', 'Rose', [alert('APC')], [flag('1', 'CI')], 0),
    openIn('5', 'Paul', [], [], 3),
  ]
  expect(names(all)).toEqual(['Rose', 'Léon', 'Anne', 'Zoé'])
  expect(names(all, 'APC')).toEqual(['Rose'])
  expect(gravestFirst(all, 'APC')[0]?.flags).toEqual([])
})
