/**
 * How long to wait before attempt `attempt` (from 1), in milliseconds: doubles from `first` up to `most`, and
 * half of it is left to chance, so that thousands of clients cut off together do not come back together.
 */
export function backoff(attempt: number, first: number, most: number, random = Math.random): number {
  const ceiling = Math.min(most, first * 2 ** Math.min(Math.max(attempt - 1, 0), 20))
  return Math.round(ceiling * (0.5 + random() / 2))
}

/** Ends after `ms`, or at once when the signal is given. Does not keep a Node process alive. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(done, ms)
    if (typeof timer === 'object') timer.unref()
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
}
