/** What became of one time; undefined when it went well. */
export type OnOutcome = (error: unknown) => void

export interface Round {
  start(): void
  /** Does it now, beside the interval. What is under way has begun too early for whoever asks: it is done after it. */
  now(): Promise<void>
  /** Resolves once nothing is under way. */
  stop(): Promise<void>
}

/** Does something again and again, `ms` after it was last done, one at a time. */
export function createRound(ms: number, work: () => Promise<void>, onOutcome: OnOutcome): Round {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let isStopped = true

  function once(): Promise<void> {
    clearTimeout(timer)
    const done = running.then(async () => {
      if (!isStopped) await work()
    })
    running = done.then(() => onOutcome(undefined), onOutcome).then(again)
    return done
  }

  function again(): void {
    clearTimeout(timer)
    if (isStopped) return
    timer = setTimeout(() => void once().catch(() => undefined), ms)
    timer.unref()
  }

  return {
    start() {
      isStopped = false
      again()
    },
    now: once,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
