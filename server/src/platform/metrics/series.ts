/**
 * Counters and histograms for what happens thousands of times a second, beside prom-client's, which take microseconds
 * where these take some tens of nanoseconds: it makes a string of the labels each time, here they are looked up.
 */

export type LabelValue = string | number

/** What Prometheus's text format says of one metric. */
export interface Exposed {
  readonly name: string
  text(): string
}

export interface CounterOf<Labels extends readonly LabelValue[]> extends Exposed {
  /** @param by 0 makes the series, so that its first time shows as an increase */
  add(by: number, ...labels: Labels): void
}

export interface HistogramOf<Labels extends readonly LabelValue[]> extends Exposed {
  observe(value: number, ...labels: Labels): void
  /** Makes the series, so that its first time shows as an increase. */
  expect(...labels: Labels): void
}

interface Named {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
}

export function createCounter<const Labels extends readonly LabelValue[]>(named: Named): CounterOf<Labels> {
  const series = createSeries(() => ({ value: 0 }))
  return {
    name: named.name,
    add: (by, ...labels) => {
      series.of(labels).value += by
    },
    text: () =>
      head(named, 'counter') +
      series
        .all()
        .map(({ labels, held }) => line(named.name, pairs(named, labels), held.value))
        .join(''),
  }
}

/** @param named.buckets upper bounds, rising */
export function createHistogram<const Labels extends readonly LabelValue[]>(
  named: Named & { readonly buckets: readonly number[] },
): HistogramOf<Labels> {
  const { name, buckets } = named
  // Of each bucket alone; the last holds what is above all bounds.
  const series = createSeries(() => ({ counts: new Float64Array(buckets.length + 1), sum: 0 }))

  function lines(labels: readonly LabelValue[], counts: Float64Array, sum: number): string {
    const own = pairs(named, labels)
    let count = 0
    const ladder = [...buckets, '+Inf'].map((bound, i) => {
      count += counts[i] ?? 0
      return line(`${name}_bucket`, [`le="${bound}"`, ...own], count)
    })
    return `${ladder.join('')}${line(`${name}_sum`, own, sum)}${line(`${name}_count`, own, count)}`
  }

  return {
    name,
    observe: (value, ...labels) => {
      const held = series.of(labels)
      let at = 0
      while (at < buckets.length && value > (buckets[at] as number)) at += 1
      held.counts[at] = (held.counts[at] as number) + 1
      held.sum += value
    },
    expect: (...labels) => void series.of(labels),
    text: () =>
      head(named, 'histogram') +
      series
        .all()
        .map(({ labels, held }) => lines(labels, held.counts, held.sum))
        .join(''),
  }
}

interface Level<Held> {
  readonly next: Map<LabelValue, Level<Held>>
  held?: Held
}

/** One thing held for each list of label values, found by as many look-ups as there are labels. */
function createSeries<Held>(make: () => Held) {
  const root: Level<Held> = { next: new Map() }

  function* walk(level: Level<Held>, labels: LabelValue[]): Generator<{ labels: LabelValue[]; held: Held }> {
    if (level.held !== undefined) yield { labels, held: level.held }
    for (const [value, next] of level.next) yield* walk(next, [...labels, value])
  }

  return {
    of: (labels: readonly LabelValue[]): Held => {
      let level = root
      for (const value of labels) {
        let next = level.next.get(value)
        if (!next) level.next.set(value, (next = { next: new Map() }))
        level = next
      }
      return (level.held ??= make())
    },
    all: () => [...walk(root, [])],
  }
}

const head = ({ name, help }: Named, type: string) => `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`

const pairs = ({ labels }: Named, values: readonly LabelValue[]): string[] =>
  values.map((value, i) => `${labels[i]}="${escaped(String(value))}"`)

const line = (name: string, labels: readonly string[], value: number) =>
  `${name}${labels.length > 0 ? `{${labels.join(',')}}` : ''} ${value}\n`

const escaped = (text: string) => text.replace(/["\\\n]/g, (sign) => (sign === '\n' ? '\\n' : `\\${sign}`))
