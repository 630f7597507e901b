import type { BoardCard } from '@colloque/board'
import type { Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { isShown, NO_FILTER } from './filter.ts'

const card = (fields: Partial<BoardCard>) =>
  ({ links: [], createdBy: 'maelle', ...fields }) as unknown as BoardCard
const task = { claimed: { by: 'samuel', at: '' }, forAccount: null } as unknown as Task
const taskOf = (id: string) => (id === 't' ? task : undefined)
const withTask = card({ links: [{ type: 'task', id: 't' }] })

it('shows everything without a filter', () => expect(isShown(card({}), NO_FILTER, taskOf)).toBe(true))

it('finds a person by what they wrote and by the tasks they hold', () => {
  const of = (person: string) => ({ ...NO_FILTER, person })
  expect(isShown(withTask, of('maelle'), taskOf)).toBe(true)
  expect(isShown(withTask, of('samuel'), taskOf)).toBe(true)
  expect(isShown(withTask, of('linh'), taskOf)).toBe(false)
  expect(isShown(card({ links: [{ type: 'task', id: 'unseen' }] }), of('samuel'), taskOf)).toBe(false)
})

it('tells cards by what is on them', () => {
  expect(isShown(withTask, { ...NO_FILTER, kind: 'task' }, taskOf)).toBe(true)
  expect(isShown(withTask, { ...NO_FILTER, kind: 'flag' }, taskOf)).toBe(false)
  expect(isShown(withTask, { ...NO_FILTER, kind: 'plain' }, taskOf)).toBe(false)
  expect(isShown(card({ due: '2026-11-22' }), { ...NO_FILTER, kind: 'due' }, taskOf)).toBe(true)
})
