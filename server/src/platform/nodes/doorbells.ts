import { parseDocName } from '@colloque/board'
import { parseStream, type StreamName } from '@colloque/domain'
import { z } from 'zod'
import type { BoardDoorbell, BoardPresenceChannel } from '../boards/index.ts'
import type { Doorbell } from '../change-log/index.ts'
import { openChannel } from './channel.ts'
import type { RedisLink } from './redis-link.ts'

const RingsSchema = z.array(z.tuple([z.string().max(200), z.int().min(0)])).max(100_000)
type OnRing = (name: string, seq: number) => void

/**
 * Rings for the names that `isName` knows. Those of one turn of the event loop go as one message, a name once.
 */
function openBell(link: RedisLink, node: string, channelName: string, isName: (name: string) => boolean) {
  const channel = openChannel(link, node, channelName)
  const listeners = new Set<OnRing>()
  let rung = new Map<string, number>()

  const send = (): void => {
    const rings = [...rung]
    rung = new Map()
    channel.say(JSON.stringify(rings))
  }

  channel.onMessage((message) => {
    for (const [name, seq] of RingsSchema.parse(JSON.parse(message.toString()))) {
      if (isName(name)) for (const listener of listeners) listener(name, seq)
    }
  })

  return {
    ring(name: string, seq: number): void {
      if (!link.connected) return
      if (rung.size === 0) setImmediate(send)
      rung.set(name, Math.max(seq, rung.get(name) ?? 0))
    },
    onRing(listener: OnRing): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** Rings were lost while the line was away. */
    onLost: (listener: () => void): (() => void) => link.onConnected(listener),
  }
}

export function createLogDoorbell(link: RedisLink, node: string): Doorbell {
  const bell = openBell(link, node, 'log', (name) => parseStream(name) !== undefined)
  return { ...bell, onRing: (listener) => bell.onRing((name, seq) => listener(name as StreamName, seq)) }
}

export function createBoardDoorbell(link: RedisLink, node: string): BoardDoorbell {
  return openBell(link, node, 'boards', (name) => parseDocName(name) !== undefined)
}

/** Who is in which document, as the frames that boards write: name of the document, a NUL, the frame. */
export function createPresenceChannel(link: RedisLink, node: string): BoardPresenceChannel {
  const channel = openChannel(link, node, 'awareness')
  const listeners = new Set<(document: string, frame: Uint8Array) => void>()
  channel.onMessage((message) => {
    const end = message.indexOf(0)
    if (end < 0) throw new RangeError('no name of a document')
    const document = message.toString('utf8', 0, end)
    if (!parseDocName(document)) throw new RangeError('not the name of a document')
    for (const listener of listeners) listener(document, message.subarray(end + 1))
  })
  return {
    publish(document, frame) {
      if (link.connected) channel.say(Buffer.concat([Buffer.from(`${document}\0`), frame]))
    },
    onFrame(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
