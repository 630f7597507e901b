/**
 * The messages of a conversation as somebody reads them: one piece without a hole, wherever they look, which grows at
 * both ends page by page. It begins with what the replica holds, the newest; once it reaches that again, what arrives
 * joins it. Every message is in the latest state that was heard of, from a page or from a live change.
 */
import { DomainError, type EntityState, type Message, type StreamName } from '@colloque/domain'
import type { Api } from './api.ts'
import { createListeners, type Unlisten } from './listeners.ts'
import {
  createMessageSegment,
  type MessagePage,
  type MessageSegment,
  type PresentMessage,
} from './message-segment.ts'
import type { OptimisticView } from './optimism.ts'
import type { Replica } from './replica.ts'
import type { OlderEntity } from './stream-fold.ts'

/** Messages that one request fetches. */
const PAGE = 100
const LARGEST_PAGE = 200
/** Messages held at once; beyond it the far end is dropped. */
const MOST = 2_000

export interface HistoryOptions {
  readonly stream: StreamName
  readonly replica: Replica
  readonly api: Pick<Api, 'query'>
  /** Laid over the messages: what waits to be sent. */
  readonly view?: OptimisticView
  /** Only the message that opens a thread and its answers; it may begin empty, with `isEarlier`. */
  readonly thread?: string
  readonly page?: number
  readonly most?: number
}

export interface MessageHistory {
  /** Resolves when there is something to read, without network too. @throws DomainError not_found */
  readonly ready: Promise<void>
  /** In the order of the conversation; what waits to be sent, with rev 0, comes last. A new array for each change. */
  readonly messages: readonly PresentMessage[]
  /** Whether there is more before the first one, and after the last. */
  readonly isEarlier: boolean
  readonly isLater: boolean
  /** What is being fetched. */
  readonly loading: 'earlier' | 'later' | 'place' | undefined
  /** Messages of the whole conversation or thread, as the last page said; undefined before. */
  readonly total: number | undefined
  /** Each grows one end by a page; at that end already, it does nothing. @throws DomainError */
  earlier(): Promise<void>
  later(): Promise<void>
  /**
   * Goes to where a message stands, unless it is here.
   * @returns whether it is there: not when it was redacted
   * @throws DomainError not_found
   */
  around(messageId: string): Promise<boolean>
  /**
   * Goes to a moment.
   * @param instant ISO UTC with milliseconds
   * @returns the first message at it or later; undefined when all are before it
   * @throws DomainError
   */
  at(instant: string): Promise<string | undefined>
  /**
   * Goes to where somebody has read to.
   * @returns the first message made after `seq`; undefined when there is none
   * @throws DomainError
   */
  since(seq: number): Promise<string | undefined>
  /** Goes back to the newest. */
  latest(): void
  /** Told when anything above is another. */
  onChange(listener: () => void): Unlisten
  close(): void
}

type Place = { before: number } | { after: number } | { around: string } | { at: string }

export function createHistory(options: HistoryOptions): MessageHistory {
  const { stream, replica, api, view, thread, page: pageSize = PAGE, most = MOST } = options
  const listeners = createListeners<[]>()
  let segment = createMessageSegment(0, Infinity)
  let shown: readonly PresentMessage[] | undefined
  let loading: MessageHistory['loading']
  let total: number | undefined
  let closed = false
  let begun = false
  /** What is held may have changed unheard: how often the replica began anew, and how often this followed it. */
  let resets = 0
  let followed = 0
  /** A piece that is being fetched to take the place of what is shown. */
  let coming: MessageSegment | undefined
  /** Counts up whenever another place is shown: what was asked for the former place is no longer wanted. */
  let visit = 0
  let running: { readonly what: 'earlier' | 'later'; readonly done: Promise<void> } | undefined
  /** Told of messages that are not here, while pages are on their way that may not know of it yet. */
  const heard = new Map<string, OlderEntity>()
  let underWay = 0

  const belongs = ({ type, id, after }: EntityState) =>
    type === 'message' &&
    (thread === undefined || after === null || id === thread || (after as Message).threadId === thread)
  /** What the replica has without a hole. */
  const live = () => {
    const from = replica.messagesFrom(stream)
    return [...replica.entities(stream).values()].filter(
      (entity) => belongs(entity) && entity.createdSeq >= from,
    )
  }

  function changed(): void {
    shown = undefined
    if (!closed) listeners.tell()
  }

  function show(next: MessageSegment): void {
    visit++
    segment = next
    coming = undefined
    running = undefined
    changed()
  }

  function newest(): MessageSegment {
    const from = replica.messagesFrom(stream)
    const messages = live()
    // Nothing of a thread is older than the message that opens it.
    const isWhole = thread !== undefined && messages.some(({ id }) => id === thread)
    const made = createMessageSegment(isWhole ? 0 : from, Infinity)
    made.join(messages)
    return made
  }

  /** Where a piece reaches what the replica has without a hole, it takes that in. */
  function joinLive(piece: MessageSegment): void {
    if (piece.to !== Infinity && piece.to + 1 >= replica.messagesFrom(stream)) piece.join(live())
  }

  /** What is known here of a message may be newer than the page. */
  function latestOf(item: EntityState): EntityState {
    const held = replica.entities(stream).get(item.id)
    const known = held && held.rev > item.rev ? held : item
    const older = heard.get(item.id)
    return older && older.rev > known.rev ? { ...known, ...older } : known
  }

  async function fetchPage(place: Place, limit: number): Promise<MessagePage> {
    underWay++
    try {
      const search = { ...place, limit, ...(thread === undefined ? {} : { thread }) }
      const answer = await api.query('streamMessages', { stream }, search)
      if (closed) throw new DomainError('unavailable', { reason: 'closed' })
      total = answer.total
      const items = answer.items.map((item) => latestOf({ ...item, after: item.after ?? null }))
      return { ...answer, items }
    } finally {
      if (--underWay === 0) heard.clear()
    }
  }

  async function load<Value>(what: MessageHistory['loading'], act: () => Promise<Value>): Promise<Value> {
    const mine = visit
    loading = what
    changed()
    try {
      return await act()
    } finally {
      if (visit === mine || what === 'place') {
        loading = undefined
        changed()
      }
    }
  }

  /** Grows one end; asked twice at once, it is asked once. */
  function grow(what: 'earlier' | 'later', isEnd: () => boolean, act: (visited: number) => Promise<void>) {
    if (running?.what === what) return running.done
    const before = running?.done.catch(() => undefined)
    const done = (async () => {
      await before
      await renew()
      if (!isEnd()) await load(what, () => act(visit))
    })()
    const mine = { what, done }
    running = mine
    const over = () => {
      if (running === mine) running = undefined
    }
    done.then(over, over)
    return done
  }

  /** The replica has begun anew from a snapshot: what was changed meanwhile of what is older, nobody has told. */
  async function renew(): Promise<void> {
    if (followed === resets) return
    const [mine, following] = [visit, resets]
    const { from, to } = segment
    const isJoined = to === Infinity
    const next = isJoined ? newest() : createMessageSegment(from, from - 1)
    coming = next
    while ((isJoined ? next.from > from : next.to < to) && next.messages.length < most) {
      const place = isJoined ? { before: next.from } : { after: next.to }
      const page = await fetchPage(place, LARGEST_PAGE)
      if (visit !== mine || coming !== next) return
      if (isJoined) next.prepend(page)
      else next.append(page)
      if ((isJoined ? page.before : page.after) === null) break
    }
    joinLive(next)
    followed = following
    show(next)
  }

  function renewSoon(): void {
    renew().catch(() => undefined)
  }

  async function goTo(place: { around: string } | { at: string } | { after: number }): Promise<void> {
    const mine = ++visit
    const following = resets
    running = undefined
    await load('place', async () => {
      const page = await fetchPage(place, pageSize)
      if (visit !== mine) return
      const from = page.before ?? 0
      const next = createMessageSegment(from, from - 1)
      next.append(page)
      joinLive(next)
      followed = following
      show(next)
    })
    renewSoon()
  }

  const each = (act: (piece: MessageSegment) => boolean) => {
    if (coming) act(coming)
    return act(segment)
  }

  const unlisten = [
    replica.onChange((where, what) => {
      if (where !== stream || !begun || what === 'trimmed') return
      if (what !== 'reset') {
        if (underWay > 0) for (const entity of what) heard.set(entity.id, entity)
        if (what.filter((entity) => belongs(entity) && each((piece) => piece.take(entity))).length === 0)
          return
        // A page that stays open for weeks.
        if (segment.messages.length > 2 * most) segment.shed('start', most)
        return changed()
      }
      resets++
      const isHeld = replica.streams.includes(stream)
      if (isHeld && (segment.to !== Infinity || segment.from < replica.messagesFrom(stream)))
        return renewSoon()
      followed = resets
      show(isHeld ? newest() : createMessageSegment(0, Infinity))
    }),
    replica.onOlder((where, older) => {
      if (where !== stream) return
      if (underWay > 0) for (const entity of older) heard.set(entity.id, entity)
      if (older.filter((entity) => each((piece) => piece.takeOlder(entity))).length > 0) changed()
    }),
    replica.onLive((where) => {
      if (where === stream) renewSoon()
    }),
    view?.onChange((where) => {
      if (where === stream) changed()
    }),
  ]

  const ready = replica.open(stream).then(() => {
    if (closed) return
    begun = true
    show(newest())
  })
  ready.catch(() => undefined)

  /** What waits to be sent is laid over what is here; what is new comes last, where the last is shown. */
  function laidOver(): readonly PresentMessage[] {
    const overlaid = view?.entities(stream)
    const plain = replica.entities(stream)
    if (!overlaid || overlaid === plain) return segment.messages.slice()
    const messages = segment.messages.map((message) => {
      const over = overlaid.get(message.id)
      return over?.after && over !== plain.get(message.id)
        ? ({ ...message, after: over.after } as PresentMessage)
        : message
    })
    if (segment.to !== Infinity) return messages
    for (const entity of overlaid.values()) {
      const isNew = entity.rev === 0 && entity.after !== null && !segment.has(entity.id)
      if (isNew && belongs(entity)) messages.push(entity as PresentMessage)
    }
    return messages
  }

  return {
    ready,
    get messages() {
      return (shown ??= laidOver())
    },
    get isEarlier() {
      return segment.from > 0
    },
    get isLater() {
      return segment.to !== Infinity
    },
    get loading() {
      return loading
    },
    get total() {
      return total
    },
    earlier: () =>
      grow(
        'earlier',
        () => segment.from === 0,
        async (mine) => {
          const { from } = segment
          const page = await fetchPage({ before: from }, pageSize)
          if (visit !== mine || segment.from !== from) return
          segment.prepend(page)
          segment.shed('end', most)
        },
      ),
    later: () =>
      grow(
        'later',
        () => segment.to === Infinity,
        async (mine) => {
          joinLive(segment)
          if (segment.to !== Infinity) {
            const { to } = segment
            const page = await fetchPage({ after: to }, pageSize)
            if (visit !== mine || segment.to !== to) return
            segment.append(page)
            joinLive(segment)
          }
          segment.shed('start', most)
        },
      ),
    async around(messageId) {
      if (segment.has(messageId)) return true
      const held = replica.entities(stream).get(messageId)
      if (held && belongs(held) && held.createdSeq >= replica.messagesFrom(stream)) {
        show(newest())
        return segment.has(messageId)
      }
      await goTo({ around: messageId })
      return segment.has(messageId)
    },
    async at(instant) {
      const first = () => segment.messages.find(({ createdAt }) => createdAt >= instant)?.id
      const isCovered = (piece: MessageSegment) =>
        piece.from === 0 || (piece.messages[0]?.createdAt ?? instant) < instant
      const isHere = isCovered(segment) && (segment.to === Infinity || first() !== undefined)
      if (isHere) return first()
      const now = newest()
      if (isCovered(now) && now.messages.length > 0) show(now)
      else await goTo({ at: instant })
      return first()
    },
    async since(seq) {
      const first = () => segment.messages.find(({ createdSeq }) => createdSeq > seq)?.id
      const isHere = segment.from <= seq + 1 && (segment.to === Infinity || first() !== undefined)
      if (isHere) return first()
      const now = newest()
      if (now.from <= seq + 1) show(now)
      else await goTo({ after: seq })
      return first()
    },
    latest() {
      followed = resets
      show(newest())
    },
    onChange: listeners.add,
    close() {
      if (closed) return
      closed = true
      for (const off of unlisten) off?.()
      replica.close(stream)
    },
  }
}
