import { createHmac } from 'node:crypto'
import type { LimitStore } from '../http/limits.ts'
import type { RedisLink } from './redis-link.ts'

type Client = RedisLink['client']

/**
 * Counts of rate limits in Redis. What is counted by may be somebody's mail or network: it is named by a hash under the
 * house's secret, which nobody can make who reads along.
 */
export function createLimitStore(link: RedisLink, secret: Buffer): LimitStore {
  const key = createHmac('sha256', secret).update('rate limits').digest()
  // What RateLimiterRedis needs of a client, of whichever one there is at the moment.
  const client = {
    get isReady() {
      return link.connected
    },
    // What they throw has to come as a rejection: then each node counts for itself.
    eval: async (...call: Parameters<Client['eval']>) => link.client.eval(...call),
    del: async (name: string) => link.client.del(name),
    multi: () => link.client.multi(),
  }
  return {
    client,
    hash: (name) => createHmac('sha256', key).update(name).digest('base64url').slice(0, 22),
  }
}
