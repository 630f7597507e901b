import type { Logger } from './logger.ts'

export interface LineBudget {
  /** Whether a line may be written now. What may not is counted. */
  take(): boolean
}

/**
 * Lets so many lines a second through, so that a log at `info` costs the same at three thousand commands a second as at
 * fifty. How many were left out is said in a line of its own, with the first that is let through again.
 * @param now milliseconds of a clock that never goes back
 */
export function createLineBudget(
  perSecond: number,
  logger: Pick<Logger, 'info'>,
  now: () => number = () => performance.now(),
): LineBudget {
  let until = 0
  let left = 0
  let withheld = 0
  return {
    take: () => {
      const at = now()
      if (at >= until) {
        until = at + 1_000
        left = perSecond
        if (withheld > 0) logger.info({ lines: withheld }, 'lines left out: the level debug has them all')
        withheld = 0
      }
      if (left === 0) {
        withheld += 1
        return false
      }
      left -= 1
      return true
    },
  }
}
