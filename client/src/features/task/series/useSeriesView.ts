import {
  isPausedOn,
  seriesStateOn,
  type Measurement,
  type Observation,
  type ReadingKind,
  type TaskSeries,
} from '@colloque/domain'
import { nextOccurrences, parseRule } from '@colloque/recurrence'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useFormat } from '../../../platform/format.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { addDays, instantAt } from '../../../platform/wallTime.ts'
import { useRuleWords } from './useRuleWords.ts'
import { useSeries } from './useSeries.ts'
import { weeksOf } from './weeks.ts'

const PLANNED = 14

/** Days to come of a series on which it does not rest. */
export function plannedDays(series: TaskSeries, from: string, limit = PLANNED): string[] {
  const days = nextOccurrences(parseRule(series.rule), {
    ...{ startsOn: series.startsOn, endsOn: series.endsOn, limit },
    from: from > series.from ? from : series.from,
  })
  return days.filter((day) => !isPausedOn(series, day))
}

/** A series for its reader: what it says, what became of it, what was recorded. Call in setup. */
export function useSeriesView(seriesId: () => string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const all = useSeries()
  const format = useFormat()
  const now = useClock()
  const sayRule = useRuleWords()

  const day = (one: string) => format.value.day(instantAt(one, '12:00'), now.value)
  const held = computed(() => all.find(seriesId()))
  const series = computed(() => held.value?.after)
  const state = computed(() => series.value && seriesStateOn(series.value, all.today))
  const pause = computed(() =>
    series.value?.pauses.find(({ from, to }) => from <= all.today && (to === null || all.today <= to)),
  )
  const toRest = computed(() => series.value?.pauses.filter(({ from }) => from > all.today) ?? [])

  const stateWords = computed(() => {
    if (!series.value || !state.value) return ''
    if (state.value === 'ended')
      return t('task.series.state.ended', { day: day(series.value.endsOn ?? all.today) })
    if (!pause.value) return t('task.series.state.active')
    const { to, reason } = pause.value
    return to === null
      ? t('task.series.state.paused', { reason })
      : t('task.series.state.pausedUntil', { reason, day: day(to) })
  })
  const whenWords = (one: TaskSeries) =>
    [
      sayRule(one.rule, one.changedTo ? null : one.endsOn),
      ...one.times.map((time) =>
        'part' in time ? t(`task.make.parts.${time.part}`).toLowerCase() : time.time.replace(/^0/, ''),
      ),
    ].join(', ')

  const occurrences = computed(() => {
    if (!series.value) return []
    const line = all.lineOf(series.value)
    return workspace
      .list(series.value.caseId, 'task')
      .filter(({ after }) => after.seriesId !== null && line.has(after.seriesId))
      .sort((one, other) => ((one.after.dueAt ?? '') < (other.after.dueAt ?? '') ? -1 : 1))
  })
  const planned = computed(() => {
    if (!series.value || state.value === 'ended') return []
    const after = addDays(series.value.madeUntil, 1)
    return plannedDays(series.value, after > all.today ? after : all.today).filter(
      (one) => one <= addDays(all.today, PLANNED),
    )
  })
  const weeks = computed(() => weeksOf(occurrences.value, planned.value, all.today))
  const next = computed(() => series.value && plannedDays(series.value, all.today, 1)[0])

  /** The readings by kind, the oldest first. */
  const recorded = computed(() => {
    if (!series.value) return []
    const ids = new Set(occurrences.value.flatMap(({ after }) => after.measurementIds))
    const kinds = new Map<ReadingKind, Measurement[]>()
    for (const { id, after } of workspace.list(series.value.caseId, 'measurement'))
      if (ids.has(id)) kinds.set(after.kind, [...(kinds.get(after.kind) ?? []), after])
    return [...kinds].map(([kind, taken]) => ({
      kind,
      taken: taken.sort((one, other) => (one.takenAt < other.takenAt ? -1 : 1)),
    }))
  })
  /** What was said in words, the latest first. */
  const said = computed<readonly (Observation & { day: string })[]>(() =>
    occurrences.value
      .flatMap(({ after }) => after.observations.map((one) => ({ ...one, day: after.occurrence ?? '' })))
      .reverse()
      .slice(0, 4),
  )

  return { held, series, state, stateWords, toRest, whenWords, weeks, next, recorded, said, day, today: all }
}
