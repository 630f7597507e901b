import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askedAt, taskFigures, type FiguredTask } from './task-figures.ts'
import { newTask, type Task } from './task.ts'

const START = Date.parse('2026-11-20T09:00:00.000Z')
const after = (minutes: number) => new Date(START + minutes * 60_000).toISOString()

/** Taken and done so many minutes after it was asked for. */
const task = (id: string, over: Partial<Task> = {}): FiguredTask => ({
  id,
  task: newTask({ caseId: 'case', title: id, createdBy: 'doctor', createdAt: after(0), ...over }),
})
const done = (id: string, by: string, claim: number, end: number, over: Partial<Task> = {}) =>
  task(id, {
    status: 'done',
    claimed: { by, at: after(claim) },
    firstClaimedAt: after(claim),
    ended: { by, at: after(end) },
    ...over,
  })
const figure = (tasks: FiguredTask[], by: string, key: string | null = null) =>
  taskFigures(tasks).find((found) => found.by === by && found.key === key)

describe('figures of a team', () => {
  it('give the times of each kind of task, with the tasks behind them', () => {
    const tasks = [
      done('a', 'ada', 10, 60, { forProfession: 'nurse', bundle: { id: 'home', item: 'visite' } }),
      done('b', 'bea', 20, 90, { forProfession: 'nurse', dueAt: after(80) }),
      done('c', 'ada', 30, 70, { forProfession: 'nurse', dueAt: after(80) }),
      task('d', { forProfession: 'nurse' }),
      done('e', 'linh', 5, 6, { forProfession: 'pharmacist', bundle: { id: 'home', item: 'lit' } }),
      task('f', { status: 'notDone', outcome: 'refused', seriesId: 'weekly' }),
    ]
    expect(figure(tasks, 'profession', 'nurse')).toEqual({
      by: 'profession',
      key: 'nurse',
      taskIds: ['a', 'b', 'c', 'd'],
      toClaim: { taskIds: ['a', 'b', 'c'], medianMinutes: 20, p90Minutes: 30 },
      toCompletion: { taskIds: ['a', 'b', 'c'], medianMinutes: 70, p90Minutes: 90 },
      onTime: { taskIds: ['c'], ofTaskIds: ['b', 'c'] },
      open: ['d'],
      notDone: [],
      ofOnePerson: false,
    })
    expect(figure(tasks, 'bundle', 'home')?.taskIds).toEqual(['a', 'e'])
    expect(figure(tasks, 'series', 'weekly')).toMatchObject({ notDone: ['f'], ofOnePerson: false })
    expect(figure(tasks, 'all')?.taskIds).toHaveLength(6)
  })

  it('are never those of one person', () => {
    const tasks = [
      done('a', 'linh', 5, 6, { forProfession: 'pharmacist' }),
      done('b', 'linh', 7, 9, { forProfession: 'pharmacist' }),
    ]
    expect(figure(tasks, 'profession', 'pharmacist')).toMatchObject({
      taskIds: ['a', 'b'],
      toClaim: { taskIds: ['a', 'b'], medianMinutes: null, p90Minutes: null },
      toCompletion: { medianMinutes: null, p90Minutes: null },
      ofOnePerson: true,
    })
    expect(JSON.stringify(taskFigures(tasks))).not.toContain('linh')
  })

  it('count a task once in each of its kinds, and each task that they count is one that was asked for', () => {
    const any = fc.record({
      profession: fc.constantFrom('nurse' as const, 'physician' as const, null),
      isDone: fc.boolean(),
      by: fc.constantFrom('ada', 'bea'),
      claim: fc.nat(100),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (drawn) => {
        const tasks = drawn.map(({ profession, isDone, by, claim }, index) =>
          isDone
            ? done(`${index}`, by, claim, claim + 5, { forProfession: profession })
            : task(`${index}`, { forProfession: profession }),
        )
        const figures = taskFigures(tasks).filter(({ by }) => by === 'profession')
        expect(figures.flatMap(({ taskIds }) => taskIds).sort()).toEqual(tasks.map(({ id }) => id).sort())
        for (const { taskIds, toCompletion, open, notDone } of figures)
          expect([...toCompletion.taskIds, ...open, ...notDone].sort()).toEqual([...taskIds].sort())
      }),
    )
  })

  it('count an occurrence of a series from its own day', () => {
    const occurrence = task('a', { occurrence: '2026-11-25', seriesId: 'weekly' }).task
    expect(askedAt(occurrence)).toBe('2026-11-24T23:00:00.000Z')
    expect(askedAt({ ...occurrence, occurrence: '2026-11-01' })).toBe(after(0))
    const early = done('b', 'ada', 0, 10, { occurrence: '2026-11-25', seriesId: 'weekly' })
    const other = done('c', 'bea', 0, 10, { seriesId: 'weekly' })
    expect(figure([early, other], 'series', 'weekly')?.toCompletion.medianMinutes).toBe(0)
  })
})
