import type { BoardCard } from '@colloque/board'
import type { Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { isShown, NO_FILTER, type Kind } from './filter.ts'

const card = (fields: Partial<BoardCard>) =>
  ({ links: [], people: [], checks: 0, createdBy: 'maelle', ...fields }) as unknown as BoardCard
const task = { claimed: { by: 'samuel', at: '' }, forAccount: null } as unknown as Task
const view = { me: 'linh', today: '2026-11-22', taskOf: (id: string) => (id === 't' ? task : undefined) }
const withTask = card({ links: [{ type: 'task', id: 't' }] })
const isOfKinds = (one: BoardCard, ...kinds: Kind[]) => isShown(one, { ...NO_FILTER, kinds }, view)

it('shows everything without a filter', () => expect(isShown(card({}), NO_FILTER, view)).toBe(true))

it('finds a person by what they wrote, by the tasks they hold, and by the cards they are on', () => {
  const isOf = (one: BoardCard, person: string) => isShown(one, { ...NO_FILTER, person }, view)
  expect(isOf(withTask, 'maelle')).toBe(true)
  expect(isOf(withTask, 'samuel')).toBe(true)
  expect(isOf(withTask, 'linh')).toBe(false)
  expect(isOf(card({ people: ['linh'] }), 'linh')).toBe(true)
  expect(isOf(card({ links: [{ type: 'task', id: 'unseen' }] }), 'samuel')).toBe(false)
})

it('tells cards by what is on them', () => {
  expect(isOfKinds(withTask, 'task')).toBe(true)
  expect(isOfKinds(withTask, 'flag')).toBe(false)
  expect(isOfKinds(withTask, 'plain')).toBe(false)
  expect(isOfKinds(card({ checks: 2 }), 'checks')).toBe(true)
  expect(isOfKinds(card({ people: ['linh'] }), 'mine')).toBe(true)
  expect(isOfKinds(card({}), 'mine')).toBe(false)
})

it('tells what is late from what is due today', () => {
  expect(isOfKinds(card({ due: '2026-11-22' }), 'due')).toBe(true)
  expect(isOfKinds(card({ due: '2026-11-22' }), 'overdue')).toBe(false)
  expect(isOfKinds(card({ due: '2026-11-21' }), 'overdue')).toBe(true)
  expect(isOfKinds(card({}), 'overdue')).toBe(false)
})

it('asks for everything at once', () => {
  expect(isOfKinds(withTask, 'task', 'due')).toBe(false)
  expect(isOfKinds(card({ ...withTask, due: '2026-12-01' }), 'task', 'due')).toBe(true)
})
