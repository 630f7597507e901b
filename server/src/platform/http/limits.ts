import { DomainError } from '@colloque/domain'
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible'

export interface RateLimit {
  /** @throws rate_limited { retryAfter } in seconds */
  take(key: string, points?: number): Promise<void>
  /** Refuses where the points are spent, without taking one. @throws rate_limited { retryAfter } */
  check(key: string): Promise<void>
  /** Forgets a key: a password that was right at last. */
  forget(key: string): Promise<void>
}

/** Where nodes count together. */
export interface LimitStore {
  /** As RateLimiterRedis calls it. */
  readonly client: unknown
  /** What stands for a key outside this process: no address, no name. */
  hash(key: string): string
}

/**
 * Makes a limit that all nodes share, where they have something to share it by: at most `points` in `seconds` for each
 * key. Without it, or while it is away, each node counts for itself.
 */
export type RateLimits = (name: string, points: number, seconds: number) => RateLimit

/** At most `points` in `seconds` for each key, on this node: what protects a node's own time. */
export function createRateLimit(points: number, seconds: number): RateLimit {
  return limitOf(new RateLimiterMemory({ points, duration: seconds }), points)
}

export function createRateLimits(store: LimitStore | undefined): RateLimits {
  return (name, points, seconds) => {
    const insuranceLimiter = new RateLimiterMemory({ points, duration: seconds })
    if (!store) return limitOf(insuranceLimiter, points)
    const shared = new RateLimiterRedis({
      storeClient: store.client,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      keyPrefix: `colloque:limit:${name}`,
      ...{ points, duration: seconds, insuranceLimiter },
    })
    return limitOf(shared, points, store.hash)
  }
}

function limitOf(
  limiter: RateLimiterAbstract,
  points: number,
  hash: (key: string) => string = (key) => key,
): RateLimit {
  const refuse = (msBeforeNext: number) =>
    new DomainError('rate_limited', { retryAfter: Math.ceil(msBeforeNext / 1_000) })
  return {
    check: async (key) => {
      const spent = await limiter.get(hash(key))
      if (spent && spent.consumedPoints >= points) throw refuse(spent.msBeforeNext)
    },
    take: async (key, taken = 1) => {
      try {
        await limiter.consume(hash(key), taken)
      } catch (refused) {
        throw refuse((refused as { msBeforeNext?: number }).msBeforeNext ?? 1_000)
      }
    },
    forget: async (key) => {
      await limiter.delete(hash(key))
    },
  }
}
