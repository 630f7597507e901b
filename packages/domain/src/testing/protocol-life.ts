/** A protocol lived through by the clock: everybody does what is theirs when it is due. */
import type { ReadingKind } from '../measurement.ts'
import { READINGS } from '../measurement.ts'
import type { ProtocolContent } from '../protocol.ts'
import { advanceRun, type ProtocolRun, type RunEvent } from '../protocol-run.ts'
import { crossedRule, type TakenReading } from '../threshold.ts'

const START = '2026-03-02T08:00:00.000Z'
const ID = '0190a000-0000-7000-8000-000000000001'
const DAY_MS = 86_400_000
const MOST_STEPS = 500

const buildRun = (content: ProtocolContent): ProtocolRun => ({
  ...{ caseId: ID, protocolId: ID, version: 1, content, targets: {}, startsAt: START },
  ...{ started: { by: ID, at: START }, until: null, status: 'running', ended: null },
  ...{ steps: [], streaks: {}, thresholdIds: [], delegationIds: [] },
})

/** What a step finds, by kind; undefined where nothing is taken. Blood pressure: both values. */
export type Finds = (
  kind: ReadingKind,
  day: number,
  step: string,
) => number | readonly [number, number] | undefined

/** Read by the person or a relative, between two steps, at noon of a day. */
export interface HomeReading {
  readonly day: number
  readonly kind: ReadingKind
  readonly value: number | readonly [number, number]
}

export interface Lived {
  /** « 5 visite »: the day, and what was done on it. */
  readonly done: string[]
  readonly crossed: string[]
  readonly run: ProtocolRun
}

/** @param days how long @throws Error where steps bring each other about without end */
export function liveThrough(
  content: ProtocolContent,
  days: number,
  finds: Finds,
  atHome: readonly HomeReading[] = [],
): Lived {
  const waiting = [...atHome].sort((one, other) => one.day - other.day)
  let run = buildRun(content)
  const [done, crossed]: [string[], string[]] = [[], []]
  const taken = new Map<ReadingKind, TakenReading[]>()
  const open = new Map<string, string | null>()
  const on = (event: RunEvent) => {
    const advanced = advanceRun(run, event, open)
    run = advanced.run
    for (const { step, dueAt } of advanced.due) open.set(step.key, dueAt)
  }
  const read = (kind: ReadingKind, found: number | readonly [number, number], at: string) => {
    const [value, value2 = null] = typeof found === 'number' ? [found] : found
    const earlier = taken.get(kind) ?? []
    const rules = content.thresholds.find((one) => one.kind === kind)?.rules ?? []
    const rule = crossedRule(rules, { value, value2, takenAt: at }, earlier)?.key
    if (rule !== undefined) crossed.push(`${dayOf(at)} ${rule}`)
    taken.set(kind, [...earlier, { value, value2, takenAt: at }])
    on({ on: 'reading', kind, value, rule, at })
  }
  on({ on: 'start', at: START })
  for (;;) {
    const [next] = [...open].sort(([, one], [, other]) => ((one ?? '9') < (other ?? '9') ? -1 : 1))
    if (!next) break
    const [key, dueAt] = next
    // What should have been done before the start is done at the start.
    const at = dueAt === null || dueAt < START ? START : dueAt
    const [home] = waiting
    if (home && noonOf(home.day) <= at) {
      waiting.shift()
      read(home.kind, home.value, noonOf(home.day))
      continue
    }
    if (dayOf(at) > days) break
    if (done.length >= MOST_STEPS) throw new Error(`no end of ${content.name}: ${done.slice(-6).join(', ')}`)
    open.delete(key)
    done.push(`${dayOf(at)} ${key}`)
    const step = content.steps.find((one) => one.key === key)
    for (const { kind } of step?.records ?? []) {
      const found = kind in READINGS ? finds(kind as ReadingKind, dayOf(at), key) : undefined
      if (found !== undefined) read(kind as ReadingKind, found, at)
    }
    on({ on: 'step', step: key, at })
  }
  return { done, crossed, run }
}

const noonOf = (day: number) => new Date(Date.parse(START.replace('T08', 'T12')) + day * DAY_MS).toISOString()
const dayOf = (at: string) => Math.floor((Date.parse(at) - Date.parse(START)) / DAY_MS)

/** The days on which a step was done. */
export const daysOf = ({ done }: Lived, step: string): number[] =>
  done.flatMap((one) => (one.endsWith(` ${step}`) ? [Number(one.split(' ')[0])] : []))
