/**
 * A measure puts contenders side by side: a baseline, ours, and others worth seeing. Each plays the same rounds, in
 * turn, in the same run, so that what slows the machine down slows all of them.
 */

/** What a figure is held to. A ratio is ours by the baseline; a value is ours alone. */
export type Target = { readonly ratio: number } | { readonly value: number }

export interface FigureDefinition {
  /** Key in what a round gives back: `p50`. */
  readonly key: string
  /** In a table: `post → last of 50, p50`. */
  readonly name: string
  /** `ms`, `/s`, `µs`, `kB`, … */
  readonly unit: string
  /** Which way is good: a target is an upper limit of what is better lower. */
  readonly better: 'lower' | 'higher'
  /** Without one it is shown and not judged. */
  readonly target?: Target
}

/** One figure of a round, by its key. A figure that a contender cannot give is left out. */
export type RoundFigures = Readonly<Record<string, number>>

export interface Running {
  /** @param round from 0; a contender that needs warming does it before its first */
  run(round: number): Promise<RoundFigures>
  stop(): Promise<void>
}

export interface Contender {
  /** `baseline` is what ratios are taken of; `beside` is shown for comparison. */
  readonly role: 'baseline' | 'ours' | 'beside'
  /** In a table: `bare socket.io`. */
  readonly label: string
  /** Servers, clients, data: all that must stand before the first round, in processes of its own. */
  start(context: BenchContext): Promise<Running>
}

export interface Measure {
  /** What `--only` matches the beginning of: `fan-out-50`. */
  readonly name: string
  /** Heading of its table. */
  readonly title: string
  readonly figures: readonly FigureDefinition[]
  readonly contenders: readonly Contender[]
  /** Of each contender, in turn; 3 by default. `--quick` plays one. */
  readonly rounds?: number
  /** Contenders stand all at once, by default; true where one at rest would weigh on the others: memory, many nodes. */
  readonly oneAtATime?: boolean
  /** Takes minutes: runs with `--long` alone, or where `--only` names it in full. */
  readonly long?: boolean
  /** @returns why it cannot run here, if so: a program that is missing, too few cores */
  readonly impossible?: (machine: Machine) => string | undefined
  /** What a reader must know of the table, in a sentence or two. */
  readonly note?: string
}

export interface BenchContext {
  /** A run of two minutes that shows that all measures work; its figures say little. */
  readonly quick: boolean
  /** Of each contender, whatever the measure says. */
  readonly rounds?: number
  /** Folder for processor profiles of our servers, where they are asked for: what is measured then says little. */
  readonly profiles?: string
  /** Progress, for whoever waits. */
  say(text: string): void
}

export interface Machine {
  readonly processor: string
  readonly cores: number
  /** GB. */
  readonly memory: number
  readonly system: string
  readonly node: string
  readonly engine: string
}

export interface ContenderSamples {
  readonly role: Contender['role']
  readonly label: string
  readonly rounds: readonly RoundFigures[]
}

export interface MeasureResult {
  readonly measure: Pick<Measure, 'name' | 'title' | 'figures' | 'note'>
  readonly contenders: readonly ContenderSamples[]
  /** Why it did not run, or broke. */
  readonly missing?: string
}
