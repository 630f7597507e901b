/**
 * What happened to somebody while they were measured, as the case holds it: changes of the treatment, and pauses of
 * repeated tasks, among whose reasons a stay in hospital is.
 */
import type { Medication, TaskSeries } from '@colloque/domain'
import { kindOf, reasonOf } from '../../platform/medication/treatmentSteps.ts'
import type { Step } from '../../platform/medication/useTreatmentHistory.ts'
import { isWithin, type Span } from './series.ts'

interface OfTreatment {
  readonly at: string
  readonly name: string
  readonly reason: string | null
}
export type Happening =
  | (OfTreatment & { readonly is: 'started' | 'changed' | 'paused' | 'resumed' | 'stopped' })
  | (OfTreatment & { readonly is: 'dose'; readonly before: Medication; readonly after: Medication })
  | {
      readonly is: 'away'
      readonly at: string
      /** The end of its last day; null while it goes on. */
      readonly until: string | null
      readonly reason: string
    }

/** What happened on one day; its number stands on the axis. */
export interface DayOfEvents {
  readonly number: number
  /** Of the first. */
  readonly at: string
  readonly happenings: readonly Happening[]
}

/** A day without its hour: the middle of it is that day in every zone that matters here. */
const begunAt = ({ startOn, startedAt }: Medication) =>
  startOn === null ? startedAt : `${startOn}T10:00:00.000Z`

/** Of a change of the treatment; one of an indication or of who prescribes moves no reading. */
function told(step: Step): Happening[] {
  const { before, after, at } = step
  if (!after) return []
  const { name } = after
  if (!before) return [{ is: 'started', at: begunAt(after), name, reason: null }]
  const reason = reasonOf(step)
  const is = kindOf(step)
  if (is === 'dose') return [{ is, at, name, reason, before, after }]
  return is === 'paused' || is === 'resumed' || is === 'stopped' ? [{ is, at, name, reason }] : []
}

/** Of a line as it stands: of several changes, the last one. */
function lastOf(medication: Medication): Happening[] {
  const { name, changed, paused, stopped } = medication
  const step = (
    is: 'changed' | 'paused' | 'stopped',
    done: { at: string; reason: string } | null,
  ): Happening[] => (done ? [{ is, at: done.at, name, reason: done.reason }] : [])
  return [
    { is: 'started', at: begunAt(medication), name, reason: null },
    ...step('changed', changed),
    ...step('paused', paused),
    ...step('stopped', stopped),
  ]
}

/** A stay pauses several series at once: it is told once. */
function staysOf(series: readonly Pick<TaskSeries, 'pauses'>[]): Happening[] {
  const pauses = series.flatMap((one) => one.pauses)
  const once = new Map(pauses.map((pause) => [`${pause.from} ${pause.to} ${pause.reason}`, pause]))
  return [...once.values()].map(({ from, to, reason }) => ({
    ...{ is: 'away', at: `${from}T10:00:00.000Z`, reason },
    until: to === null ? null : `${to}T21:59:59.000Z`,
  }))
}

/**
 * @param happened the treatment's whole history, where it could be read, or its lines as they stand, and what pauses
 * @param dayOf the day of an instant where the house is
 */
export function eventsOf(
  happened: {
    readonly history: readonly Step[] | undefined
    readonly medications: readonly Medication[]
    readonly series: readonly Pick<TaskSeries, 'pauses'>[]
  },
  span: Span,
  dayOf: (at: string) => string,
): DayOfEvents[] {
  const { history, medications, series } = happened
  const byDay = new Map<string, Happening[]>()
  const all = [...(history ? history.flatMap(told) : medications.flatMap(lastOf)), ...staysOf(series)]
    .filter((one) => isWithin(span, one.at) || (one.is === 'away' && reaches(one.until, span)))
    .sort((one, other) => (one.at < other.at ? -1 : 1))
  for (const one of all) byDay.set(dayOf(one.at), [...(byDay.get(dayOf(one.at)) ?? []), one])
  return [...byDay.values()].map((happenings, index) => ({
    number: index + 1,
    at: happenings[0]?.at ?? '',
    happenings,
  }))
}

const reaches = (until: string | null, { from }: Span) => until === null || Date.parse(until) >= from
