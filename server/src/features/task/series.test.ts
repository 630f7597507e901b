/** Whatever people do with a series and however long the servers stand still, its history holds. */
import {
  addDays,
  applyChange,
  instantAt,
  isPausedOn,
  type Change,
  type EntityState,
  type StreamName,
  type Task,
  type TaskSeries,
} from '@colloque/domain'
import { DomainError } from '@colloque/domain'
import { occurrenceDays, parseRule } from '@colloque/recurrence'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { v5 } from 'uuid'
import type { Decision, StreamFold, Unchanged } from '../../platform/change-log/index.ts'
import type { CommandContext } from '../../platform/commands.ts'
import { advance } from './occurrences.job.ts'
import { seriesCommands } from './series.commands.ts'

const CASE = '0b1e7f5a-64d7-4b8e-9f0a-1d2c3b4a5f60'
const NURSE = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
/** Some days before the clocks go forward. */
const START = '2027-03-20'

/** The fold of one case, and what is decided on it. */
function newCase() {
  const entities = new Map<string, EntityState>()
  const stream: StreamName = `case:${CASE}`
  let seq = 0
  const fold = {
    stream,
    get seq() {
      return seq
    },
    get: (type: string, id: string) => {
      const held = entities.get(id)
      return held?.type === type ? held : undefined
    },
    all: (type: string) => [...entities.values()].filter((held) => held.type === type),
  } as StreamFold
  const all = <T>(type: string) => fold.all<T>(type).map(({ id, after }) => ({ id, ...(after as T) }))

  function append(decision: Decision | Unchanged, now: string): boolean {
    if ('unchanged' in decision) return false
    seq += 1
    const ids = decision.entities.map(({ id }) => id)
    expect(new Set(ids).size, 'an entity twice in one change').toBe(ids.length)
    const change = {
      ...{ v: 2, stream, seq, commandId: v5(`${seq}`, CASE), kind: decision.kind, by: NURSE, at: now },
      entities: decision.entities.map(({ type, id, after }) => ({
        ...{ type, id, after },
        rev: (entities.get(id)?.rev ?? 0) + 1,
      })),
    } as Change
    applyChange(entities, change)
    return true
  }
  /** @returns whether anything changed; what is refused changes nothing */
  function command(name: keyof typeof seriesCommands, input: object, now: string): boolean {
    const actor = { accountId: NURSE, sessionId: '', name: 'Ada', profession: 'nurse', teamIds: [] }
    const context = {
      ...{ actor, caseId: CASE, fold, member: undefined, now },
      newId: (n: number) => v5(`${seq} ${n}`, CASE),
    } as unknown as CommandContext
    try {
      const rule = seriesCommands[name] as unknown as (input: object) => (context: CommandContext) => Decision
      return append(rule(input)(context), now)
    } catch (error) {
      if (error instanceof DomainError) return false
      throw error
    }
  }
  function job(now: string, today: string) {
    for (const { id } of all<TaskSeries>('taskSeries')) {
      let steps = 0
      while (append(advance(id, today)(fold, { now, newId: () => id }), now)) expect(++steps).toBeLessThan(20)
    }
  }
  return { command, job, series: () => all<TaskSeries>('taskSeries'), tasks: () => all<Task>('task') }
}

const rules = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=DAILY;COUNT=12',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
)
const ahead = fc.integer({ min: 0, max: 15 })
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 0, max: 50 }) }),
  },
  fc.record({ act: fc.constant('pause' as const), from: ahead, length: fc.option(ahead) }),
  fc.record({ act: fc.constant('resume' as const), from: ahead }),
  fc.record({ act: fc.constant('change' as const), from: ahead, rule: fc.option(rules) }),
)

it('no day is doubled, none is lost, no past day is asked of anybody, and nothing is asked while it rests', () => {
  fc.assert(
    fc.property(rules, fc.array(step, { maxLength: 12 }), (rule, steps) => {
      const house = newCase()
      let today = START
      const now = () => instantAt(today, '05:00')
      const current = () => house.series().find(({ changedTo }) => changedTo === null)?.id ?? ''
      house.command(
        'series.create',
        { title: 'x', rule, startsOn: today, times: [{ part: 'morning' }] },
        now(),
      )
      for (const one of steps) {
        if (one.act === 'wait') today = addDays(today, one.days)
        const seriesId = current()
        const from = 'from' in one ? addDays(today, one.from) : today
        if (one.act === 'pause') {
          const to = one.length === null ? undefined : addDays(from, one.length)
          house.command('series.pause', { seriesId, from, to, reason: 'x' }, now())
        }
        if (one.act === 'resume') house.command('series.resume', { seriesId, from }, now())
        if (one.act === 'change')
          house.command('series.change', { seriesId, from, title: 'y', rule: one.rule ?? undefined }, now())
        house.job(now(), today)

        const tasks = house.tasks()
        const days = tasks.map(({ occurrence }) => occurrence)
        expect(new Set(days).size, 'a day twice').toBe(days.length)
        const open = tasks.filter(({ status }) => status === 'open')
        for (const { occurrence, seriesId: of } of open) {
          const series = house.series().find(({ id }) => id === of)
          expect((occurrence ?? '') >= today, `open in the past: ${occurrence}`).toBe(true)
          expect(series && isPausedOn(series, occurrence ?? ''), `open while it rests: ${occurrence}`).toBe(
            false,
          )
        }
        for (const series of house.series()) {
          const last = [addDays(today, 7), series.endsOn ?? '9999'].sort()[0] as string
          for (const day of occurrenceDays(parseRule(series.rule), series.startsOn, series.from, last))
            if (!isPausedOn(series, day)) expect(days, `${day} is lost`).toContain(day)
        }
      }
    }),
    { numRuns: 100 },
  )
})
