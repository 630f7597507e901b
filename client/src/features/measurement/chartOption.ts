/** What the chart library is told to draw. Pure: colours and words come in. */
import {
  READINGS,
  type AlertLevel,
  type Crossing,
  type ReadingKind,
  type ThresholdContent,
} from '@colloque/domain'
import type { EChartsCoreOption } from 'echarts/core'
import type { DayOfEvents } from './events.ts'
import type { Reading, Span } from './series.ts'

/** As the theme has them, light or dark. */
export interface Palette {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly primary: string
  readonly ground: string
  readonly urgent: string
  readonly today: string
  readonly notice: string
}

export interface Drawn {
  readonly kind: ReadingKind
  readonly readings: readonly Reading[]
  readonly threshold: ThresholdContent
  readonly span: Span
  readonly events: readonly DayOfEvents[]
  readonly palette: Palette
  readonly words: {
    /** « lun. 9 mars » */
    day(at: number): string
    number(value: number): string
    /** A reading with when and by whom. */
    told(reading: Reading): string
    level(level: AlertLevel): string
    readonly names: readonly string[]
  }
}

interface Bound {
  readonly value: number
  readonly level: AlertLevel
}

/** Where a line is drawn: at the bounds of the rules; a rise or a mean has none. Both of a blood pressure. */
export function boundsOf({ rules }: ThresholdContent): Bound[] {
  const valuesOf = (crossing: Crossing) => {
    if (crossing.is !== 'atOrAbove' && crossing.is !== 'below') return []
    return [crossing.value, ...(crossing.value2 === undefined ? [] : [crossing.value2])]
  }
  return rules.flatMap(({ crossing, level }) => valuesOf(crossing).map((value) => ({ value, level })))
}

/**
 * From where to where the values go, with some air. Bounds that lie near the values stretch it; one far away does not
 * flatten them.
 */
export function extentOf(
  values: readonly number[],
  near: readonly number[],
  floor: number,
): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const reach = Math.max(most - least, Math.abs(most) * 0.12, 1e-9)
  const seen = [...values, ...near.filter((one) => one >= least - reach * 1.5 && one <= most + reach * 1.5)]
  const [low, high] = [Math.min(...seen), Math.max(...seen)]
  const air = (high - low || reach) * 0.12
  return [Math.max(low - air, floor), high + air]
}

/** The course of one kind of reading. */
export function chartOption(drawn: Drawn): EChartsCoreOption {
  const { kind, readings, threshold, span, palette, words } = drawn
  const bounds = boundsOf(threshold)
  const second = readings.filter(({ value2 }) => value2 !== null)
  const values = [...readings.map(({ value }) => value), ...second.flatMap(({ value2 }) => value2 ?? [])]
  const { target } = threshold
  // What is wanted is always in sight: a lone reading far from it looks far from it.
  const shown = [...values, ...(target ? [target.from, target.to] : [])]
  const near = bounds.map(({ value }) => value)
  const [min, max] = extentOf(shown, near, Math.min(READINGS[kind].min, 0))
  const isPair = second.length > 0
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 30, bottom: 4, containLabel: true },
    textStyle: { fontFamily: 'inherit', color: palette.text },
    tooltip: tooltip(drawn),
    xAxis: timeAxis(span, palette, words.day),
    yAxis: {
      type: 'value',
      ...{ min, max, scale: true, splitNumber: 4, minInterval: 10 ** -READINGS[kind].decimals },
      axisLabel: {
        ...{ color: palette.muted, fontSize: 12, showMinLabel: false, showMaxLabel: false },
        formatter: (value: number) => words.number(value),
      },
      splitLine: { lineStyle: { color: palette.line, opacity: 0.5 } },
    },
    series: [
      {
        ...line(
          readings.map((one) => [Date.parse(one.takenAt), one.value]),
          palette.primary,
          'circle',
        ),
        name: words.names[0],
        markLine: markLines(
          drawn,
          bounds.filter(({ value }) => value >= min && value <= max),
        ),
        markArea: markAreas(drawn),
      },
      ...(isPair
        ? [
            {
              ...line(
                second.map((one) => [Date.parse(one.takenAt), one.value2 ?? 0]),
                palette.muted,
                'diamond',
              ),
              name: words.names[1],
            },
          ]
        : []),
    ],
    ...(isPair
      ? { legend: { ...{ top: 0, right: 8, itemHeight: 8 }, textStyle: { color: palette.text } } }
      : {}),
  }
}

const line = (data: readonly (readonly number[])[], color: string, symbol: string) => ({
  ...{ type: 'line', data, symbol, symbolSize: data.length > 120 ? 4 : 7, showSymbol: true, color },
  lineStyle: { width: 2, color },
  emphasis: { disabled: true },
})

const tooltip = ({ readings, palette, words }: Drawn) => ({
  trigger: 'axis',
  // Drawn on the canvas: the page accepts no style that is written into its elements.
  renderMode: 'richText',
  confine: true,
  ...{ backgroundColor: palette.ground, borderColor: palette.line, borderWidth: 1 },
  textStyle: { color: palette.text, fontSize: 13 },
  formatter: (points: unknown) => {
    const [point] = points as readonly { readonly dataIndex: number }[]
    const reading = point && readings[point.dataIndex]
    return reading ? words.told(reading) : ''
  },
})

export const timeAxis = ({ from, to }: Span, palette: Palette, day: (at: number) => string) => ({
  ...{ type: 'time', min: from, max: to, splitNumber: 4 },
  axisLabel: { color: palette.muted, fontSize: 12, hideOverlap: true, formatter: day },
  axisLine: { lineStyle: { color: palette.line } },
  splitLine: { show: false },
})

const colourOf = ({ urgent, today, notice }: Palette): Readonly<Record<AlertLevel, string>> => ({
  urgent,
  today,
  notice,
})

const DASHES: Readonly<Record<AlertLevel, string | number[]>> = {
  urgent: 'solid',
  today: [6, 3],
  notice: [2, 3],
}

/** Of the axis, on a phone. */
const NUMBER_WIDTH = 0.08

/** Those of rising values that lie so far from the one taken before; the first one is taken. */
export function apart(values: readonly number[], distance: number): ReadonlySet<number> {
  const taken: number[] = []
  for (const value of values) if (value - (taken.at(-1) ?? -Infinity) >= distance) taken.push(value)
  return new Set(taken)
}

/** Thresholds across, what happened upright: a number that would lie on another stands in the list alone. */
function markLines({ palette, words, events, span }: Drawn, bounds: readonly Bound[]) {
  const across = bounds.map(({ value, level }) => ({
    yAxis: value,
    lineStyle: { color: colourOf(palette)[level], type: DASHES[level], width: 1.2 },
    label: {
      ...{ show: true, position: 'insideStartTop', color: colourOf(palette)[level], fontSize: 12 },
      formatter: `${words.number(value)} · ${words.level(level)}`,
    },
  }))
  const within = events
    .map(({ number, at }) => ({ number, at: Date.parse(at) }))
    .filter(({ at }) => at >= span.from)
  const numbered = apart(
    within.map(({ at }) => at),
    (span.to - span.from) * NUMBER_WIDTH,
  )
  const upright = within.map(({ number, at }) => ({
    xAxis: at,
    lineStyle: { color: palette.muted, type: [1, 3], width: 1 },
    label: {
      ...{ position: 'end', formatter: String(number), fontSize: 12, color: palette.text },
      ...{ borderColor: palette.muted, borderWidth: 1, borderRadius: 8, padding: [1, 5] },
      show: numbered.has(at),
    },
  }))
  return { silent: true, symbol: 'none', data: [...across, ...upright] }
}

/** The band where readings are wanted, and the time that somebody was away. */
function markAreas({ threshold: { target }, palette, events, span }: Drawn) {
  const band = target
    ? [[{ yAxis: target.from, itemStyle: { color: palette.primary, opacity: 0.12 } }, { yAxis: target.to }]]
    : []
  const away = events.flatMap(({ happenings }) =>
    happenings.flatMap((one) => {
      if (one.is !== 'away') return []
      const to = one.until === null ? span.to : Math.min(Date.parse(one.until), span.to)
      const from = Math.max(Date.parse(one.at), span.from)
      return [[{ xAxis: from, itemStyle: { color: palette.muted, opacity: 0.15 } }, { xAxis: to }]]
    }),
  )
  return { silent: true, data: [...band, ...away] }
}
