/** How long the log waits for what, in milliseconds. Tests shorten them. */
export interface Timings {
  /** Between two looks at what the other nodes appended, at most. */
  readonly lookMs: number
  /** Between two rounds of what a node does for the others: showing that it lives, looking after those that died. */
  readonly pollMs: number
  /** At most, before deciding again after somebody else was first: spreads the nodes that race. */
  readonly jitterMs: number
  /** A command that waited so long for its turn is refused as `busy`. */
  readonly busyMs: number
  /** An append that says nothing for so long counts as lost: its outcome is read from the store. */
  readonly appendMs: number
  /** A command whose outcome is not known for so long is answered with `unknown_outcome`. */
  readonly unknownMs: number
  /** Between two attempts against a store that fails. */
  readonly retryMs: number
  /** Changes gather for so long before they are projected together. */
  readonly projectMs: number
  /** A stream that had no change for so long is given back. */
  readonly quietMs: number
  /** A node whose turn stood still for so long is taken for dead, and its streams are looked after. */
  readonly deadMs: number
  /** A node trusts its marks only so long after its last turn; must be shorter than `forgetMs`. */
  readonly leaseMs: number
  /** The marks of a node that stood still for so long are removed once its streams are projected. */
  readonly forgetMs: number
}

export const TIMINGS: Timings = {
  lookMs: 250,
  pollMs: 1000,
  jitterMs: 16,
  busyMs: 2000,
  appendMs: 2000,
  unknownMs: 5000,
  retryMs: 100,
  projectMs: 100,
  quietMs: 10_000,
  deadMs: 2500,
  leaseMs: 10_000,
  forgetMs: 30_000,
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** @throws when the time is over first; the work goes on unheard then */
export async function withinTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
