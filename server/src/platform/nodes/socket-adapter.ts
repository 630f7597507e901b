import { createAdapter } from '@socket.io/redis-adapter'
import type { Fence } from '../fence.ts'
import type { OnMessage, RedisLink } from './redis-link.ts'

/**
 * socket.io's adapter over the line between nodes: what is emitted to a room reaches it on every node, unless it is
 * emitted `local`. For ids alone: who types where, how far somebody has read. The adapter does not catch what its
 * clients throw and would queue while Redis is away, so that it gets a client that drops; and it is not told what others
 * may ask of it (who is here, to join, to leave, to disconnect): nobody does.
 */
export function createSocketAdapter(link: RedisLink, fence: Fence): ReturnType<typeof createAdapter> {
  const nothing = (): Promise<void> => Promise.resolve()
  const client = {
    publish: (channel: string, message: Buffer) => Promise.resolve(link.publish(channel, message)),
    // What somebody may no longer see is not shown late either.
    pSubscribe: (pattern: string, listener: OnMessage) =>
      link.subscribePattern(pattern, (message, channel) => {
        if (fence.isOpen) listener(message, channel)
      }),
    subscribe: nothing,
    unsubscribe: nothing,
    pUnsubscribe: nothing,
    on: () => client,
    off: () => client,
    listenerCount: () => 0,
  }
  return createAdapter(client, client, { key: 'io' })
}
