/** Where something was said in words, on the same time as the readings: one lane for each kind. */
import { WORDED_KINDS, type WordedReading } from '@colloque/domain'
import type { EChartsCoreOption } from 'echarts/core'
import { timeAxis, type Palette } from './chartOption.ts'
import type { Span } from './series.ts'

export interface DrawnWords {
  readonly readings: readonly WordedReading[]
  readonly span: Span
  readonly palette: Palette
  readonly words: {
    day(at: number): string
    name(kind: WordedReading['kind']): string
    /** What was said, when, and who noted it. */
    told(reading: WordedReading): string
  }
}

const SYMBOLS: Readonly<Record<WordedReading['kind'], string>> = {
  mood: 'circle',
  sleep: 'rect',
  painWords: 'triangle',
}

export const lanesOf = (readings: readonly WordedReading[]) =>
  WORDED_KINDS.filter((kind) => readings.some((one) => one.kind === kind))

export function wordsOption({ readings, span, palette, words }: DrawnWords): EChartsCoreOption {
  const lanes = lanesOf(readings)
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 8, bottom: 4, containLabel: true },
    textStyle: { fontFamily: 'inherit', color: palette.text },
    tooltip: {
      ...{ trigger: 'item', renderMode: 'richText', confine: true },
      ...{ backgroundColor: palette.ground, borderColor: palette.line, borderWidth: 1 },
      textStyle: { color: palette.text, fontSize: 13, width: 280, overflow: 'break' },
      formatter: ({ data }: { data: readonly unknown[] }) => String(data[2] ?? ''),
    },
    xAxis: timeAxis(span, palette, words.day),
    yAxis: {
      ...{ type: 'category', data: lanes.map(words.name), inverse: true },
      axisLabel: { color: palette.text, fontSize: 13 },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: palette.line, opacity: 0.5 } },
    },
    series: lanes.map((kind) => ({
      ...{ type: 'scatter', symbol: SYMBOLS[kind], symbolSize: 13, color: palette.primary },
      emphasis: { disabled: true },
      data: readings.flatMap((one) =>
        one.kind === kind ? [[Date.parse(one.takenAt), words.name(kind), words.told(one)]] : [],
      ),
    })),
  }
}
