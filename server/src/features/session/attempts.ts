import type { RateLimit } from '../../platform/http/limits.ts'

export interface AttemptLimits {
  /** Wrong passwords of an account. */
  readonly failures: RateLimit
  /** Attempts of an account, right or wrong: bounds those that are under way at once. */
  readonly attempts: RateLimit
  /** By address of the network. */
  readonly network: RateLimit
  /** What became of an attempt; for metrics. */
  readonly onTried?: ((result: 'right' | 'wrong' | 'rate_limited') => void) | undefined
}

/** Where a password is tried. */
export interface AttemptPlace {
  /** Of the network. */
  readonly address: string | undefined
  /**
   * What the account knows already: a device that has signed in to it, or a session that is open. Its guesses are
   * counted apart from those of strangers, who can keep one another out, and nobody else.
   */
  readonly known: string | undefined
}

/**
 * Lets a password or a code be tried, wherever it is asked.
 * @param tried gives undefined for a wrong one
 * @throws rate_limited { retryAfter }
 */
export type TryPassword = <T>(
  email: string,
  place: AttemptPlace,
  tried: () => Promise<T | undefined>,
) => Promise<T | undefined>

export const createTryPassword =
  ({ failures, attempts, network, onTried }: AttemptLimits): TryPassword =>
  async (email, { address, known }, tried) => {
    const key = `${known ?? 'stranger'} ${email.toLowerCase()}`
    try {
      await network.take(address ?? '')
      await failures.check(key)
      await attempts.take(key)
    } catch (error) {
      onTried?.('rate_limited')
      throw error
    }
    const result = await tried()
    onTried?.(result === undefined ? 'wrong' : 'right')
    if (result === undefined) await failures.take(key)
    else await Promise.all([failures.forget(key), attempts.forget(key)])
    return result
  }
