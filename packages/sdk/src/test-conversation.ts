/** A conversation on a server as the contract describes it, over a network that answers when the test wants. */
import type { QuerySearch, SubscribeReply } from '@colloque/contract'
import {
  applyChange,
  DomainError,
  messageWindow,
  newMessage,
  type Change,
  type EntityState,
  type Message,
  type StreamName,
} from '@colloque/domain'
import type { Api } from './api.ts'
import type { MessagePage, PresentMessage } from './message-segment.ts'
import type { Replica, StreamSource } from './replica.ts'

const SUBSCRIBED_AT_ONCE = 3
const RESYNC_AFTER = 12

export const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
export const instantOf = (seq: number) => new Date(Date.UTC(2026, 0, 1) + seq * 60_000).toISOString()

/** @param newest messages in a snapshot */
export function createModelConversation(stream: StreamName, newest: number) {
  const log: Change[] = []
  const entities = new Map<string, EntityState>()
  const waiting: (() => void)[] = []
  let connected = true
  let connection = 0

  function write(id: string, after: Message | null): Change {
    const seq = log.length + 1
    const rev = (entities.get(id)?.rev ?? 0) + 1
    const change: Change = {
      v: 2,
      stream,
      seq,
      commandId: idOf(seq),
      kind: 'message.changed',
      by: 'author',
      at: instantOf(seq),
      entities: [{ type: 'message', id, rev, after }],
    }
    log.push(change)
    applyChange(entities, change)
    return change
  }

  const all = () => [...entities.values()] as EntityState<Message>[]
  const present = (thread?: string) =>
    all().filter(
      ({ id, after }) =>
        after !== null && (thread === undefined || id === thread || after.threadId === thread),
    ) as PresentMessage[]

  function page(search: QuerySearch<'streamMessages'>): MessagePage {
    const limit = Number(search.limit)
    const listed = present(search.thread)
    let start = Math.max(0, listed.length - limit)
    let end = listed.length
    if (search.before !== undefined) {
      end = listed.filter(({ createdSeq }) => createdSeq < Number(search.before)).length
      start = Math.max(0, end - limit)
    } else if (search.after !== undefined) {
      start = listed.filter(({ createdSeq }) => createdSeq <= Number(search.after)).length
      end = start + limit
    } else if (search.around !== undefined || search.at !== undefined) {
      if (search.around !== undefined && !entities.has(search.around)) throw new DomainError('not_found')
      const place = entities.get(search.around ?? '')?.createdSeq
      const middle = listed.findIndex(({ createdSeq, createdAt }) =>
        place === undefined ? createdAt >= search.at! : createdSeq >= place,
      )
      const at = middle < 0 ? listed.length : middle
      start = Math.max(0, at - Math.floor(limit / 2))
      end = at + Math.ceil(limit / 2)
    }
    const earlier = listed[start - 1]
    const later = listed[end]
    return {
      items: listed.slice(start, end),
      seq: log.length,
      before: earlier ? earlier.createdSeq + 1 : null,
      after: later ? later.createdSeq - 1 : null,
      total: listed.length,
    }
  }

  /** What is asked for is looked at at once or when it is answered, as on a network either may be slow. */
  function answer<Value>(make: () => Value, early = false): Promise<Value> {
    const asked = connection
    if (!connected) return Promise.reject(new DomainError('unavailable'))
    const attempt = () => {
      try {
        return { value: make() }
      } catch (error) {
        return { error: error as DomainError }
      }
    }
    const made = early ? attempt() : undefined
    return new Promise((resolve, reject) => {
      waiting.push(() => {
        if (asked !== connection || !connected) return reject(new DomainError('unavailable'))
        const { value, error } = made ?? attempt()
        if (error) reject(error)
        else resolve(value as Value)
      })
    })
  }

  const source: StreamSource = {
    get connected() {
      return connected
    },
    snapshot: () =>
      answer(() => {
        const window = messageWindow(all(), newest, [])
        return { entities: [...window.messages], seq: log.length, messagesFrom: window.from }
      }),
    message: (_stream, id) =>
      answer(() => page({ around: id, limit: 1 }).items.find((item) => item.id === id), true),
    subscribe: (_stream, since) =>
      answer((): SubscribeReply & { ok: true } => {
        if (log.length - since > RESYNC_AFTER) throw new DomainError('resync')
        const changes = log.slice(since, since + SUBSCRIBED_AT_ONCE)
        const seq = since + changes.length
        return { ok: true, changes, seq, head: log.length, more: seq < log.length }
      }),
    unsubscribe: () => undefined,
  }
  let asked = 0
  const api = {
    query: (_name: string, _params: object, search: QuerySearch<'streamMessages'>) => {
      asked++
      return answer(() => page(search), asked % 2 === 0)
    },
  } as unknown as Pick<Api, 'query'>

  return {
    source,
    api,
    present,
    get head() {
      return log.length
    },
    /** Requests for pages so far. */
    get asked() {
      return asked
    },
    post: (message: Partial<Message> = {}) => {
      const n = entities.size + 1
      return write(
        idOf(n),
        newMessage({ authorId: idOf(0), text: `${n}`, postedAt: instantOf(n), ...message }),
      )
    },
    /** Another state of the n-th message, counted round; null redacts it. */
    change: (n: number, to: Partial<Message> | null) => {
      const held = all()[n % Math.max(1, entities.size)]
      if (!held?.after) return undefined
      return write(held.id, to && { ...held.after, ...to })
    },
    nth: (n: number) => all()[n % Math.max(1, entities.size)]?.id,
    answerNext: () => waiting.shift()?.(),
    disconnect() {
      connected = false
      connection++
      for (const fail of waiting.splice(0)) fail()
    },
    connect(replica: Replica) {
      connected = true
      replica.reconnected()
    },
  }
}
