import type { ReadingKind } from '@colloque/domain'
import { useStorage } from '@vueuse/core'
import { computed, watch, type Ref } from 'vue'
import { useClock } from '../../platform/clock.ts'
import { useFormat } from '../../platform/format.ts'
import { useTreatmentHistory } from '../../platform/medication/useTreatmentHistory.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { eventsOf } from './events.ts'
import { isWithin, PERIODS, seriesOf, spanOf, type Period } from './series.ts'

/** What the page of somebody's readings shows, over the period that the reader has chosen. Call in setup. */
export function useSeriesPage(caseId: Readonly<Ref<string>>) {
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()
  const chosen = useStorage<Period>('colloque.readingsPeriod', 'quarter')
  const period = computed({
    get: () => (PERIODS.includes(chosen.value) ? chosen.value : 'quarter'),
    set: (one: Period) => (chosen.value = one),
  })

  /** What was narrowed to fewer people is measured all the same: whoever sees it has it here. */
  const streams = computed(() => [
    `case:${caseId.value}` as const,
    ...workspace.parts.flatMap((part) => (part.caseId === caseId.value ? part.stream : [])),
  ])
  const readings = computed(() =>
    streams.value.flatMap((stream) =>
      workspace.listIn(stream, 'measurement').map(({ id, after }) => ({ ...after, id })),
    ),
  )
  const allWorded = computed(() =>
    streams.value
      .flatMap((stream) =>
        workspace.listIn(stream, 'wordedReading').map(({ id, after }) => ({ ...after, id })),
      )
      .sort((one, other) => (one.takenAt > other.takenAt ? -1 : 1)),
  )
  const span = computed(() =>
    spanOf(
      period.value,
      [...readings.value, ...allWorded.value].map(({ takenAt }) => takenAt),
      now.value,
    ),
  )
  const series = computed(() => seriesOf(readings.value, span.value))
  const worded = computed(() => allWorded.value.filter(({ takenAt }) => isWithin(span.value, takenAt)))
  const medications = computed(() => workspace.list(caseId.value, 'medication'))
  const { steps: history, read: readHistory } = useTreatmentHistory(() => caseId.value)
  watch(
    [
      caseId,
      () => Math.max(0, ...medications.value.map(({ seq }) => seq)),
      () => workspace.connection.connected,
    ],
    ([, latest, isConnected]) => {
      if (latest > 0 && isConnected) void readHistory()
    },
    { immediate: true },
  )
  const isWhole = computed(() => history.value !== undefined || medications.value.length === 0)
  const events = computed(() =>
    eventsOf(
      {
        history: history.value,
        medications: medications.value.map(({ after }) => after),
        series: workspace.list(caseId.value, 'taskSeries').map(({ after }) => after),
      },
      span.value,
      format.value.day,
    ),
  )
  const alerts = computed(() => [...workspace.list(caseId.value, 'readingAlert')].reverse())
  const isEmpty = computed(() => readings.value.length === 0 && allWorded.value.length === 0)
  const wasMeasured = (kind: ReadingKind) => readings.value.some((one) => one.kind === kind)

  return { period, span, series, worded, events, isWhole, alerts, isEmpty, wasMeasured }
}
