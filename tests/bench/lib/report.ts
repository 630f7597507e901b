import type { FigureDefinition, Machine, MeasureResult } from './measure.ts'
import { compare, type Comparison } from './statistics.ts'

export interface Report {
  readonly at: string
  readonly quick: boolean
  readonly machine: Machine
  readonly measures: readonly MeasureResult[]
}

/** Three digits that count: 0.123, 12.3, 12,345. */
function formatNumber(value: number): string {
  if (value === 0) return '0'
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB')
  return String(Number(value.toPrecision(3)))
}

const withUnit = (value: number, unit: string): string =>
  unit.startsWith('/') ? `${formatNumber(value)}${unit}` : `${formatNumber(value)} ${unit}`.trim()

function targetOf({ target, better, unit }: FigureDefinition): string {
  if (!target) return ''
  const sign = better === 'lower' ? '≤' : '≥'
  return 'ratio' in target ? `${sign} ${target.ratio}` : `${sign} ${withUnit(target.value, unit)}`
}

function ratioOf({ ratio }: Comparison): string {
  if (!ratio) return ''
  const { median, least, most } = ratio
  return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`
}

const VERDICT = { reached: 'reached', missed: '**missed**' } as const

function tableOf(result: MeasureResult): string {
  const { measure, contenders, missing } = result
  const heading = `### ${measure.title}\n\n\`${measure.name}\``
  if (missing !== undefined) return `${heading}: not measured, ${missing}.\n`
  const columns = ['', ...contenders.map(({ label }) => label), 'ratio', 'target', '']
  const rows = compare(result).map((comparison) => {
    const { figure, medians, verdict } = comparison
    const values = medians.map((value) => (value === undefined ? '' : withUnit(value, figure.unit)))
    return [figure.name, ...values, ratioOf(comparison), targetOf(figure), verdict ? VERDICT[verdict] : '']
  })
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [heading, ...(measure.note === undefined ? [] : [measure.note]), lines.join('\n'), ''].join('\n\n')
}

/** The tables as docs/performance.md shows them. */
export function toMarkdown({ at, quick, machine, measures }: Report): string {
  const { processor, cores, memory, system, node, engine } = machine
  const verdicts = measures.flatMap((result) =>
    result.missing === undefined
      ? compare(result).flatMap(({ verdict }) => verdict ?? [])
      : result.measure.figures.flatMap(({ target }) => (target ? ['not measured'] : [])),
  )
  const count = (what: string) => verdicts.filter((verdict) => verdict === what).length
  return [
    `Measured at ${at}${quick ? ', quickly: these figures say little' : ''}, on ${processor}, ${cores} cores, ${memory} GB, ${system}, Node ${node}, ${engine}.`,
    `Figures are medians over the rounds; a ratio is the median of the rounds' own ratios of ours by the baseline, and their extremes. Of ${verdicts.length} targets ${count('reached')} are reached, ${count('missed')} missed, ${count('not measured')} not measured.`,
    ...measures.map(tableOf),
  ].join('\n\n')
}
