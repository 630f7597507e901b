/** One row of the table of faults that needs a house of its own: what is broken, what must hold, what came of it. */
export interface Row {
  readonly name: string
  /** One sentence: what holds. */
  readonly holds: string
  run(options: RowOptions): Promise<RowReport>
}

export interface RowOptions {
  readonly seed: number
  /** Short within `npm test`, long in `npm run chaos`. */
  readonly length: 'short' | 'long'
  /** Told how far it is. */
  readonly say?: (text: string) => void
}

export interface RowReport {
  /** A sentence for each promise that was broken. */
  readonly violations: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  /** Why this machine cannot do it; then nothing was shown. */
  readonly skipped?: string
}

export const skippedRow = (why: string): RowReport => ({ violations: [], counts: {}, skipped: why })
