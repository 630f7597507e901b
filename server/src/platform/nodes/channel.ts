import type { RedisLink } from './redis-link.ts'

/** A channel between nodes: what one says, the others hear, and not itself. */
export interface Channel {
  say(message: string | Uint8Array): void
  /** @param from the node that said it */
  onMessage(listener: (message: Buffer, from: string) => void): void
}

/** A node's name: a UUID, which each message begins with. */
const NAME_LENGTH = 36

/** @param node name of this node */
export function openChannel(link: RedisLink, node: string, name: string): Channel {
  const sender = Buffer.from(node)
  if (sender.byteLength !== NAME_LENGTH) throw new RangeError('the name of a node is a UUID')
  return {
    say: (message) =>
      link.publish(
        name,
        Buffer.concat([sender, typeof message === 'string' ? Buffer.from(message) : message]),
      ),
    onMessage: (listener) =>
      link.subscribe(name, (bytes) => {
        const from = bytes.toString('latin1', 0, NAME_LENGTH)
        if (from !== node) listener(bytes.subarray(NAME_LENGTH), from)
      }),
  }
}
