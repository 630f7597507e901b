import { newTask, type Task } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { freeNow, moved, progressOf, roundStops } from './roundStops.ts'

const maelle = { accountId: 'maelle', profession: 'nurse' } as const
/** Monday, 10:00 at the house. */
const now = new Date('2026-03-09T09:00:00.000Z')
const held = (by: string) => ({ by, at: '2026-03-09T07:00:00.000Z' })

const entry = (caseId: string, dueAt: string | null, fields: Partial<Task> = {}) => ({
  id: `${caseId} ${dueAt}`,
  after: newTask({
    ...{ caseId, title: 'Peser', createdBy: 'helene', createdAt: '2026-03-08T08:00:00.000Z' },
    ...{ forProfession: 'nurse', status: 'claimed', claimed: held('maelle'), dueAt },
    ...fields,
  }),
})
const keys = (entries: ReturnType<typeof entry>[], order: string[] = []) =>
  roundStops(entries, maelle, now, order).map(({ key }) => key)

const MORNING = '2026-03-09T07:30:00.000Z'
const EVENING = '2026-03-09T18:00:00.000Z'

describe('who is on the round', () => {
  it('whoever is due first stands first, the late before the day', () =>
    expect(keys([entry('b', EVENING), entry('a', MORNING), entry('c', '2026-03-08T09:00:00.000Z')])).toEqual([
      'late c',
      'morning a',
      'evening b',
    ]))

  it('whoever is seen twice stands there twice, with what is to be done each time', () =>
    expect(keys([entry('a', MORNING), entry('a', EVENING)])).toEqual(['morning a', 'evening a']))

  it('a window is a part of the day; a night of today ends tomorrow', () => {
    const window = { day: '2026-03-09', part: 'night' } as const
    expect(keys([entry('a', '2026-03-10T05:00:00.000Z', { window })])).toEqual(['night a'])
  })

  it('not what is due tomorrow, not what waits, not what a colleague holds or does for one', () => {
    const delegate = { accountId: 'samuel', by: 'maelle', at: MORNING }
    expect(
      keys([
        entry('a', '2026-03-10T09:00:00.000Z'),
        entry('b', MORNING, { status: 'waiting' }),
        entry('c', MORNING, { claimed: held('samuel') }),
        entry('d', MORNING, { delegate }),
        entry('e', null),
      ]),
    ).toEqual([])
  })

  it('what one does for the holder is', () =>
    expect(
      keys([
        entry('a', MORNING, {
          claimed: held('samuel'),
          delegate: { accountId: 'maelle', by: 'samuel', at: MORNING },
        }),
      ]),
    ).toEqual(['morning a']))
})

const ended = { status: 'done', ended: { by: 'maelle', at: '2026-03-09T08:00:00.000Z' } } as const

it('what is done keeps its place and counts', () => {
  const stops = roundStops([entry('a', MORNING, ended), entry('b', EVENING)], maelle, now)
  expect(stops.map(({ key }) => key)).toEqual(['morning a', 'evening b'])
  expect(progressOf(stops)).toEqual({ done: 1, people: 2 })
})

it('a person is done when both visits are', () =>
  expect(progressOf(roundStops([entry('a', MORNING, ended), entry('a', EVENING)], maelle, now))).toEqual({
    done: 0,
    people: 1,
  }))

it('an order of one’s own holds inside a part of the day, and whoever is new comes after', () => {
  const entries = [entry('a', MORNING), entry('b', '2026-03-09T08:00:00.000Z'), entry('z', EVENING)]
  const order = moved(roundStops(entries, maelle, now), 'morning b', -1)
  expect(keys(entries, order)).toEqual(['morning b', 'morning a', 'evening z'])
  expect(keys([...entries, entry('c', '2026-03-09T06:00:00.000Z')], order)).toEqual([
    'morning b',
    'morning a',
    'morning c',
    'evening z',
  ])
})

it('nobody is moved out of their part of the day', () => {
  const stops = roundStops([entry('a', MORNING), entry('z', EVENING)], maelle, now)
  expect(moved(stops, 'morning a', 1)).toEqual(['morning a', 'evening z'])
})

it('what is free now is of this part of this day: not late, not of tonight, not of another morning, not without a day', () => {
  const window = { day: '2026-03-09', part: 'morning' } as const
  const free = { status: 'open', claimed: null } as const
  const entries = [
    entry('a', MORNING, free),
    entry('b', '2026-03-09T11:00:00.000Z', { ...free, window }),
    entry('c', '2026-03-08T09:00:00.000Z', free),
    entry('d', EVENING, free),
    entry('e', '2026-03-10T07:30:00.000Z', free),
    entry('f', null, free),
  ]
  const { part, tasks } = freeNow(entries, now)
  expect([part, tasks.map(({ after }) => after.caseId)]).toEqual(['morning', ['a', 'b']])
})
