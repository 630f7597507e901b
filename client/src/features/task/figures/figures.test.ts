import { newTask, taskFigures } from '@colloque/domain'
import { expect, it } from 'vitest'
import { barLength, durationOf, longestOf, tasksBehind } from './figures.ts'

const done = (id: string, by: string, endedAt: string) => ({
  id,
  task: newTask({
    ...{ caseId: 'lucien', title: id, createdBy: 'helene', createdAt: '2026-03-09T08:00:00.000Z' },
    firstClaimedAt: '2026-03-09T08:30:00.000Z',
    ...{ status: 'done', claimed: { by, at: endedAt }, ended: { by, at: endedAt }, outcome: 'done' },
  }),
})
const [all] = taskFigures([
  done('one', 'maelle', '2026-03-09T10:00:00.000Z'),
  done('two', 'samuel', '2026-03-11T08:00:00.000Z'),
])
if (!all) throw new Error('There is a figure of all tasks.')

it('each number opens on its tasks', () => {
  expect(tasksBehind(all, 'toCompletion')).toEqual(['one', 'two'])
  expect(tasksBehind(all, 'open')).toEqual([])
})

it('a duration is said in the unit that a reader would use', () =>
  expect([45, 150, 4_320].map(durationOf)).toEqual([
    { unit: 'minutes', n: 45 },
    { unit: 'hours', n: 3 },
    { unit: 'days', n: 3 },
  ]))

it('the longest bar is whole, and none is too short to be seen', () => {
  expect(longestOf([all])).toBe(2_880)
  expect(barLength(2_880, 2_880)).toBe(100)
  expect(barLength(0, 2_880)).toBe(2)
})
