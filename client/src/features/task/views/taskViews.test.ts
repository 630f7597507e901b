import { newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { filtered, grouped, weekDays, type Filter } from './taskViews.ts'

const entry = (id: string, given: Partial<Task> = {}) => ({
  id,
  after: newTask({
    ...{ caseId: 'lucien', title: id, createdBy: 'helene', createdAt: '2026-03-09T06:00:00.000Z' },
    ...given,
  }),
})
const entries = [
  entry('undated', { forProfession: 'nurse' }),
  entry('late', { dueAt: '2026-03-12T08:00:00.000Z', caseId: 'yvonne' }),
  entry('soon', { dueAt: '2026-03-10T08:00:00.000Z', forProfession: 'pharmacist' }),
  entry('done', { status: 'done', dueAt: '2026-03-10T09:00:00.000Z' }),
  entry('night', {
    window: { day: '2026-03-10', part: 'night' },
    dueAt: '2026-03-11T05:00:00.000Z',
    joint: [
      { profession: 'physician', done: null, note: null },
      { profession: 'nurse', done: null, note: null },
    ],
  }),
]
const all: Filter = { caseId: undefined, profession: undefined, state: 'current' }
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id)

it('what is under way, due first', () =>
  expect(ids(filtered(entries, all, () => false))).toEqual(['soon', 'night', 'late', 'undated']))

it('by person, by profession with joint tasks, by state, and what waits for others', () => {
  expect(ids(filtered(entries, { ...all, caseId: 'yvonne' }, () => false))).toEqual(['late'])
  expect(ids(filtered(entries, { ...all, profession: 'nurse' }, () => false))).toEqual(['night', 'undated'])
  expect(ids(filtered(entries, { ...all, state: 'ended' }, () => false))).toEqual(['done'])
  expect(ids(filtered(entries, { ...all, state: 'blocked' }, ({ id }) => id === 'late'))).toEqual(['late'])
})

it('those behind a figure, whatever their state', () =>
  expect(ids(filtered(entries, { ...all, only: new Set(['done', 'late']) }, () => false))).toEqual([
    'done',
    'late',
  ]))

it('in groups: by day with what is late first and the undated last, by profession in the order of professions', () => {
  const current = filtered(entries, all, () => false)
  expect(grouped(current, 'due', '2026-03-11').map(({ key }) => key)).toEqual([
    'late',
    '2026-03-11',
    '2026-03-12',
    '',
  ])
  expect(grouped(current, 'profession', '2026-03-11').map(({ key }) => key)).toEqual([
    'physician',
    'nurse',
    'pharmacist',
    '',
  ])
})

it('in a week a night belongs to the day on which it begins', () => {
  const days = weekDays(
    filtered(entries, all, () => false),
    '2026-03-09',
  )
  expect(days.map(({ tasks }) => ids(tasks))).toEqual([[], ['soon', 'night'], [], ['late'], [], [], []])
})
