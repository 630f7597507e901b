import type { ContenderSamples, FigureDefinition, MeasureResult } from './measure.ts'

/** The middle of some numbers, or the mean of the two in the middle. @throws for none */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * Between two ranks it is interpolated, as in R's type 7 and NumPy's default.
 * @param share between 0 and 1
 * @throws for no values
 */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('there is no value to take a quantile of')
  const sorted = Float64Array.from(values).sort()
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  const above = sorted[Math.ceil(place)] as number
  return below + (above - below) * (place - Math.floor(place))
}

export type Verdict = 'reached' | 'missed' | undefined

export interface Comparison {
  readonly figure: FigureDefinition
  /** Medians over the rounds, in the order of the contenders; undefined where one does not give the figure. */
  readonly medians: readonly (number | undefined)[]
  /** The median of the rounds' own ratios, of ours by the baseline, and their extremes. */
  readonly ratio?: { readonly median: number; readonly least: number; readonly most: number }
  readonly verdict: Verdict
}

const valuesOf = (contender: ContenderSamples | undefined, key: string): number[] =>
  (contender?.rounds ?? []).flatMap((round) => round[key] ?? [])

/** Each figure of a measure, judged by its target. */
export function compare({ measure, contenders }: MeasureResult): Comparison[] {
  const baseline = contenders.find(({ role }) => role === 'baseline')
  const ours = contenders.find(({ role }) => role === 'ours')
  return measure.figures.map((figure) => {
    const { key } = figure
    const medians = contenders.map((contender) => {
      const values = valuesOf(contender, key)
      return values.length > 0 ? median(values) : undefined
    })
    // Rounds of one number were played one after the other: their ratio leaves out what slowed both.
    const ratios = (ours?.rounds ?? []).flatMap((round, i) => {
      const [mine, other] = [round[key], baseline?.rounds[i]?.[key]]
      return mine !== undefined && other ? [mine / other] : []
    })
    const ratio =
      ratios.length > 0
        ? { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) }
        : undefined
    const mine = valuesOf(ours, key)
    return {
      figure,
      medians,
      ...(ratio ? { ratio } : {}),
      verdict: judge(figure, ratio?.median, mine.length > 0 ? median(mine) : undefined),
    }
  })
}

function judge({ target, better }: FigureDefinition, ratio?: number, value?: number): Verdict {
  if (!target) return undefined
  const [reached, limit] = 'ratio' in target ? [ratio, target.ratio] : [value, target.value]
  // What should have been measured and was not is no success.
  if (reached === undefined) return 'missed'
  return (better === 'lower' ? reached <= limit : reached >= limit) ? 'reached' : 'missed'
}
