import { RESYNC_AFTER, SUBSCRIBE_PAGE, type SubscribeReply } from '@colloque/contract'
import { DomainError, parseStream, type Change, type StreamName } from '@colloque/domain'
import type { ChangeLog } from '../change-log/index.ts'
import type { Fence } from '../fence.ts'
import type { FanOut } from './fan-out.ts'
import { streamRoom, type GatewayServer, type GatewaySocket, type StreamAccess } from './gateway.ts'

export interface Subscriptions {
  /**
   * One page of what was missed; the last one joins the room, with no change lost or doubled in between.
   * @throws not_found, resync
   */
  open(socket: GatewaySocket, stream: string, since: number): Promise<SubscribeReply>
  /** @returns whether it was held */
  close(socket: GatewaySocket, stream: string): boolean
  forget(socket: GatewaySocket): void
  /** To be called with each change before it goes to its room. */
  publish(change: Change): void
  tellHeads(io: GatewayServer): void
}

/** Changes that arrive while a page is being read wait here, so that the answer joins on to the live ones. */
type Buffer = Change[]

export function createSubscriptions({
  changes,
  access,
  recordRead,
  fanOut,
  fence,
}: {
  changes: ChangeLog
  access: StreamAccess
  recordRead(accountId: string, caseId: string): Promise<void>
  fanOut: Pick<FanOut, 'flush'>
  fence: Pick<Fence, 'passed'>
}): Subscriptions {
  const opening = new Map<StreamName, Set<Buffer>>()
  const held = new Map<GatewaySocket, Set<StreamName>>()

  const buffering = async <T>(stream: StreamName, work: (buffer: Buffer) => Promise<T>): Promise<T> => {
    const buffer: Buffer = []
    const buffers = opening.get(stream) ?? new Set()
    opening.set(stream, buffers.add(buffer))
    try {
      return await work(buffer)
    } finally {
      buffers.delete(buffer)
      if (buffers.size === 0) opening.delete(stream)
    }
  }

  return {
    open: async (socket, name, since) => {
      const { actor } = socket.data
      const place = parseStream(name)
      if (!place) throw new DomainError('not_found')
      const stream = name as StreamName
      // What memory says of a case is enough to begin with: below it is asked again, of the stored head.
      const mayBegin =
        (place.kind === 'case' && access.mayReadStreamNow(actor, stream)) ||
        (await access.mayReadStream(actor, stream))
      if (!mayBegin) throw new DomainError('not_found')
      const caseId = access.caseOf(stream)
      if (caseId !== undefined) await recordRead(actor.accountId, caseId)
      return buffering(stream, async (buffer) => {
        const { changes: page, head } = await changes.changesSince(stream, since, SUBSCRIBE_PAGE)
        await fence.passed()
        // The last wait is over: what follows happens in one turn, on what is true now.
        if (!access.mayReadStreamNow(socket.data.actor, stream)) throw new DomainError('not_found')
        if (head - since > RESYNC_AFTER || since > head) throw new DomainError('resync', { head })
        const last = page.at(-1)?.seq ?? since
        if (last < head) return { ok: true, changes: page, seq: last, head, more: true }
        const arrived = buffer.filter(({ seq }) => seq > last)
        const seq = arrived.at(-1)?.seq ?? last
        if (socket.connected) {
          fanOut.flush(streamRoom(stream))
          void socket.join(streamRoom(stream))
          held.set(socket, (held.get(socket) ?? new Set()).add(stream))
        }
        return { ok: true, changes: [...page, ...arrived], seq, head: seq, more: false }
      })
    },
    close: (socket, stream) => {
      fanOut.flush(streamRoom(stream))
      void socket.leave(streamRoom(stream))
      return held.get(socket)?.delete(stream as StreamName) ?? false
    },
    forget: (socket) => {
      held.delete(socket)
    },
    publish: (change) => {
      for (const buffer of opening.get(change.stream) ?? []) buffer.push(change)
    },
    tellHeads: (io) => {
      for (const [socket, streams] of held) {
        const heads: Record<StreamName, number> = {}
        for (const stream of streams) {
          const fold = changes.cachedFold(stream)
          if (fold) heads[stream] = fold.seq
        }
        if (io.sockets.sockets.has(socket.id)) socket.emit('heads', heads)
      }
    },
  }
}
