import type { RateLimit } from '../../platform/http/limits.ts'

export interface AttemptLimits {
  /** Wrong passwords of an account. */
  readonly failures: RateLimit
  /** Attempts of an account, right or wrong: bounds those that are under way at once. */
  readonly attempts: RateLimit
  /** By address of the network. */
  readonly network: RateLimit
}

/**
 * Lets a password be tried, wherever it is asked: guesses at signing in and in an open session count together.
 * @param tried gives undefined for a wrong one
 * @throws rate_limited { retryAfter }
 */
export type TryPassword = <T>(
  email: string,
  address: string | undefined,
  tried: () => Promise<T | undefined>,
) => Promise<T | undefined>

export const createTryPassword =
  ({ failures, attempts, network }: AttemptLimits): TryPassword =>
  async (email, address, tried) => {
    const key = email.toLowerCase()
    await network.take(address ?? '')
    await failures.check(key)
    await attempts.take(key)
    const result = await tried()
    if (result === undefined) await failures.take(key)
    else await Promise.all([failures.forget(key), attempts.forget(key)])
    return result
  }
