import { DomainError } from '@colloque/domain'
import { RateLimiterMemory } from 'rate-limiter-flexible'

export interface RateLimit {
  /** @throws rate_limited { retryAfter } in seconds */
  take(key: string, points?: number): Promise<void>
  /** Refuses where the points are spent, without taking one. @throws rate_limited { retryAfter } */
  check(key: string): Promise<void>
  /** Forgets a key: a password that was right at last. */
  forget(key: string): Promise<void>
}

/** At most `points` in `seconds` for each key, on this node. */
export function createRateLimit(points: number, seconds: number): RateLimit {
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  const refuse = (msBeforeNext: number) =>
    new DomainError('rate_limited', { retryAfter: Math.ceil(msBeforeNext / 1_000) })
  return {
    check: async (key) => {
      const spent = await limiter.get(key)
      if (spent && spent.consumedPoints >= points) throw refuse(spent.msBeforeNext)
    },
    take: async (key, taken = 1) => {
      try {
        await limiter.consume(key, taken)
      } catch (refused) {
        throw refuse((refused as { msBeforeNext?: number }).msBeforeNext ?? 1_000)
      }
    },
    forget: async (key) => {
      await limiter.delete(key)
    },
  }
}
