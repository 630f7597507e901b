import { newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { markOf, weeksOf } from './weeks.ts'

const TODAY = '2026-03-11'
const occurrence = (day: string, given: Partial<Task> = {}) => ({
  id: day,
  after: newTask({
    ...{ caseId: 'lucien', title: 'Peser', createdBy: 'helene', createdAt: `${TODAY}T08:00:00.000Z` },
    occurrence: day,
    ...given,
  }),
})
const ended = (outcome: Task['outcome']) =>
  ({ status: outcome === 'done' ? 'done' : 'notDone', outcome }) as const

it('each occurrence says what became of it', () => {
  const marks = (['done', 'missed', 'notNeeded', 'refused', null] as const).map((outcome) =>
    markOf(occurrence('2026-03-09', ended(outcome)).after, TODAY),
  )
  expect(marks).toEqual(['done', 'missed', 'notNeeded', 'refused', 'refused'])
  expect(markOf(occurrence('2026-03-10').after, TODAY)).toBe('open')
  expect(markOf(occurrence('2026-03-12').after, TODAY)).toBe('toCome')
})

it('weeks go from the first occurrence to the last planned day, Mondays first', () => {
  const weeks = weeksOf(
    [occurrence('2026-03-05', ended('done')), occurrence('2026-03-12')],
    ['2026-03-19'],
    TODAY,
  )
  expect(weeks.map(({ monday }) => monday)).toEqual(['2026-03-02', '2026-03-09', '2026-03-16'])
  expect(weeks.map(({ days }) => days[3]?.tasks)).toEqual([
    [{ taskId: '2026-03-05', mark: 'done' }],
    [{ taskId: '2026-03-12', mark: 'toCome' }],
    [{ taskId: null, mark: 'toCome' }],
  ])
})

it('of a long series only the latest weeks are drawn', () => {
  const tasks = [occurrence('2025-01-06', ended('done')), occurrence(TODAY)]
  expect(weeksOf(tasks, [], TODAY, 4).map(({ monday }) => monday)).toEqual([
    '2026-02-16',
    '2026-02-23',
    '2026-03-02',
    '2026-03-09',
  ])
})
