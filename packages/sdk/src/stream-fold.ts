import { MESSAGE_WINDOW } from '@colloque/contract'
import {
  applyChange,
  messageReaders,
  messageWindow,
  standsInSnapshot,
  type Change,
  type EntityState,
  type Message,
} from '@colloque/domain'

/** Changes that came too early are kept up to this many; beyond it they are fetched anew. */
const EARLY_MOST = 2_000

/** A stream as it is taken up: of its messages, the newest and what stands of the older ones. */
export interface StreamState {
  readonly seq: number
  readonly entities: Iterable<EntityState>
  /** createdSeq from which on the messages are complete; 0 when all are there. */
  readonly messagesFrom: number
}

/** What became of an entity that is not held, a message of long ago: its place in the stream is not known here. */
export type OlderEntity = Omit<EntityState, 'createdSeq' | 'createdAt' | 'createdBy'>

export interface Received {
  /** What could be applied, in order. */
  readonly applied: Change[]
  /** The entities that it touched, as they stand now. */
  readonly changed: EntityState[]
  /** What it says of entities that are not held. */
  readonly older: OlderEntity[]
}

/**
 * What a client holds of one stream. Changes may come lost, doubled or out of order: they are applied strictly
 * by `seq`, so that what is held is at each moment the server's fold at that `seq`, but for old messages.
 */
export interface StreamFold {
  readonly entities: ReadonlyMap<string, EntityState>
  /** 0 for a stream of which nothing is held yet. */
  readonly seq: number
  /** The highest seq heard of; above `seq` when changes are missing. */
  readonly head: number
  readonly messagesFrom: number
  receive(changes: Iterable<Change>): Received
  /** Hears of a head without its changes. */
  hear(head: number): void
  /** Begins anew from a snapshot; changes above it that came early are applied. */
  reset(state: StreamState): void
  /** Puts an old message that was fetched, unless it is held in as late a state. */
  put(entity: EntityState): void
  /** The old messages that a snapshot would hold after these changes, and that are not here. */
  missing(received: Received): string[]
  /** Lets go of old messages as a snapshot would. @returns whether there were any */
  trim(): boolean
}

export function createStreamFold(): StreamFold {
  const entities = new Map<string, EntityState>()
  const early = new Map<number, Change>()
  let seq = 0
  let head = 0
  let messagesFrom = 0

  const ofType = <T>(type: string) =>
    [...entities.values()].filter((entity) => entity.type === type) as EntityState<T>[]

  /** A state beyond the first of something that is not held cannot be placed: it was made before what is here. */
  function apply(change: Change): OlderEntity[] {
    const isOlder = ({ id, rev }: { id: string; rev: number }) => rev > 1 && !entities.has(id)
    const older = change.entities.filter(isOlder)
    applyChange(
      entities,
      older.length === 0
        ? change
        : { ...change, entities: change.entities.filter((entity) => !isOlder(entity)) },
    )
    return older.map((entity) => ({ ...entity, seq: change.seq, at: change.at, by: change.by }))
  }

  function receive(changes: Iterable<Change>): Received {
    const touched = new Set<string>()
    const applied: Change[] = []
    const older: OlderEntity[] = []
    for (const change of changes) {
      if (change.seq > seq && (early.size < EARLY_MOST || change.seq === seq + 1))
        early.set(change.seq, change)
      head = Math.max(head, change.seq)
      for (let next = early.get(seq + 1); next; next = early.get(seq + 1)) {
        older.push(...apply(next))
        for (const { id } of next.entities) touched.add(id)
        applied.push(next)
        early.delete(next.seq)
        seq = next.seq
      }
    }
    return { applied, changed: [...touched].flatMap((id) => entities.get(id) ?? []), older }
  }

  return {
    entities,
    get seq() {
      return seq
    },
    get head() {
      return head
    },
    get messagesFrom() {
      return messagesFrom
    },
    receive,
    hear(heard) {
      head = Math.max(head, heard)
    },
    reset(state) {
      entities.clear()
      for (const entity of state.entities) entities.set(entity.id, entity)
      seq = state.seq
      head = state.seq
      messagesFrom = state.messagesFrom
      const waiting = [...early.values()].filter((change) => change.seq > seq)
      early.clear()
      receive(waiting)
    },
    put(entity) {
      const held = entities.get(entity.id)
      if (!held || held.rev < entity.rev) entities.set(entity.id, entity)
    },
    missing({ changed, older }) {
      if (messagesFrom === 0) return []
      const opened = changed.flatMap(({ type, after, createdSeq }) =>
        type === 'message' && after !== null && createdSeq >= messagesFrom
          ? ((after as Message).threadId ?? [])
          : [],
      )
      const readers = older.length > 0 ? messageReaders(ofType) : undefined
      const standing = older.flatMap(({ type, id, after }) =>
        type === 'message' && after !== null && standsInSnapshot(after as Message, readers) ? id : [],
      )
      return [...new Set([...opened, ...standing])].filter((id) => !entities.has(id))
    },
    trim() {
      const messages = ofType<Message>('message').sort((one, other) => one.createdSeq - other.createdSeq)
      const window = messageWindow(messages, MESSAGE_WINDOW, messageReaders(ofType), messagesFrom)
      if (window.messages.length === messages.length) return false
      const kept = new Set(window.messages.map(({ id }) => id))
      for (const { id } of messages) if (!kept.has(id)) entities.delete(id)
      messagesFrom = window.from
      return true
    },
  }
}
