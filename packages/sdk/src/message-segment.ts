import type { EntityState, Message } from '@colloque/domain'
import type { OlderEntity } from './stream-fold.ts'

/** A message that is there: not redacted. */
export type PresentMessage = EntityState<Message> & { readonly after: Message }

/** A page as `GET /streams/:stream/messages` answers it. */
export interface MessagePage {
  readonly items: readonly EntityState[]
  readonly seq: number
  readonly before: number | null
  readonly after: number | null
  readonly total: number
}

/**
 * One piece of a conversation without a hole: every message made from `from` to `to`, both included, each in the
 * latest state that was heard of.
 */
export interface MessageSegment {
  /** By createdSeq. */
  readonly messages: readonly PresentMessage[]
  /** 0 at the start of the conversation. */
  readonly from: number
  /** Infinity where it goes up to what arrives. */
  readonly to: number
  has(id: string): boolean
  /** Takes a state of one message, where it belongs here and is later than what is held. @returns whether it was */
  take(entity: EntityState): boolean
  /** What became of a message whose place is not said. @returns whether it is one of these */
  takeOlder(older: OlderEntity): boolean
  /** Grows at its start by the page that ends there, at its end by the page that begins there. */
  prepend(page: MessagePage): void
  append(page: MessagePage): void
  /** Grows up to what arrives, by messages that follow without a hole. */
  join(later: Iterable<EntityState>): void
  /** Drops the one end beyond `most` messages. */
  shed(end: 'start' | 'end', most: number): void
}

export function createMessageSegment(from: number, to: number): MessageSegment {
  const messages: PresentMessage[] = []
  const byId = new Map<string, PresentMessage>()
  /** Revisions of those that were redacted: a page that was on its way must not bring them back. */
  const gone = new Map<string, number>()

  /** @returns the place after the last message made at `createdSeq` or before */
  function placeAfter(createdSeq: number): number {
    let [low, high] = [0, messages.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (messages[middle]!.createdSeq > createdSeq) high = middle
      else low = middle + 1
    }
    return low
  }

  function placeOf({ id, createdSeq }: PresentMessage): number {
    let place = placeAfter(createdSeq) - 1
    while (messages[place]!.id !== id) place--
    return place
  }

  function take(entity: EntityState): boolean {
    const held = byId.get(entity.id)
    if (held ? held.rev >= entity.rev : (gone.get(entity.id) ?? 0) >= entity.rev) return false
    if (entity.after === null) {
      gone.set(entity.id, entity.rev)
      if (!held) return false
      messages.splice(placeOf(held), 1)
      byId.delete(entity.id)
      return true
    }
    if (!held && (entity.createdSeq < from || entity.createdSeq > to)) return false
    const message = entity as PresentMessage
    if (held) messages[placeOf(held)] = message
    else messages.splice(placeAfter(message.createdSeq), 0, message)
    byId.set(message.id, message)
    return true
  }

  return {
    messages,
    get from() {
      return from
    },
    get to() {
      return to
    },
    has: (id) => byId.has(id),
    take,
    takeOlder(older) {
      const held = byId.get(older.id)
      return held !== undefined && take({ ...held, ...older })
    },
    prepend({ items, before }) {
      from = before ?? 0
      items.forEach(take)
    },
    append({ items, after, seq }) {
      to = Math.max(to, after ?? seq)
      items.forEach(take)
    },
    join(later) {
      to = Infinity
      for (const entity of later) take(entity)
    },
    shed(end, most) {
      if (messages.length <= most) return
      if (end === 'start') {
        let cut = messages.length - most
        // What one change made stays together, so that the edge falls between two changes.
        while (cut > 0 && messages[cut - 1]!.createdSeq === messages[cut]!.createdSeq) cut--
        from = messages[cut]!.createdSeq
        for (const { id } of messages.splice(0, cut)) byId.delete(id)
      } else {
        let cut = most
        while (cut < messages.length && messages[cut - 1]!.createdSeq === messages[cut]!.createdSeq) cut++
        if (cut === messages.length) return
        to = messages[cut]!.createdSeq - 1
        for (const { id } of messages.splice(cut)) byId.delete(id)
      }
    },
  }
}
