/**
 * The streams that a client holds. Each begins with what the device kept, or a snapshot; then the client speaks
 * first: `subscribe { stream, since }` answers pages of changes until there is no more, and live `change`s
 * follow. A hole, or a head ahead of what is held, makes it subscribe again from where it stands.
 */
import { MESSAGE_WINDOW, type SubscribeReply } from '@colloque/contract'
import { DomainError, type Change, type EntityState, type StreamName } from '@colloque/domain'
import { backoff, sleep as sleepOf } from './backoff.ts'
import { createListeners, type Unlisten } from './listeners.ts'
import type { ReplicaStore } from './replica-store.ts'
import { createStreamFold, type OlderEntity, type StreamFold, type StreamState } from './stream-fold.ts'

/** What a replica needs of the network. */
export interface StreamSource {
  readonly connected: boolean
  snapshot(stream: StreamName): Promise<StreamState>
  /** One old message as it stands. @throws DomainError not_found */
  message(stream: StreamName, id: string): Promise<EntityState | undefined>
  subscribe(stream: StreamName, since: number): Promise<SubscribeReply & { ok: true }>
  unsubscribe(stream: StreamName): void
}

export interface ReplicaOptions {
  readonly source: StreamSource
  /** Asked at each use: undefined while the person has not said that the device is theirs. */
  readonly store?: () => ReplicaStore | undefined
  readonly sleep?: (ms: number) => Promise<void>
}

export interface Replica {
  /**
   * Holds a stream until `close` has been called as often. Resolves when there is something to read: from the
   * device when there is no network.
   * @throws DomainError not_found: no access, or no longer
   */
  open(stream: StreamName): Promise<void>
  /** What the device kept stays there; see `forget`. */
  close(stream: StreamName): void
  /** Leaves a stream, here and on the device, however often it was opened. */
  forget(stream: StreamName): Promise<void>
  /** Everything that is held is let go; the device keeps what it has. */
  closeAll(): void
  /** Writes all that is held: the person has just said that the device is theirs. */
  keepAll(): Promise<void>
  /** Resolves when the device has written what it was given. */
  flushed(): Promise<void>
  /** All but the messages of long ago, which `createHistory` reads page by page. */
  entities(stream: StreamName): ReadonlyMap<string, EntityState>
  seq(stream: StreamName): number
  /** createdSeq from which on the messages of a stream are complete; 0 when all are here. */
  messagesFrom(stream: StreamName): number
  /** Where an entity lives, among the streams held. */
  find(id: string): { stream: StreamName; entity: EntityState } | undefined
  readonly streams: readonly StreamName[]
  /** Whether all that the server has is here, as far as was heard. */
  isCurrent(stream: StreamName): boolean
  /** `trimmed`: the oldest messages were let go of, and nothing has changed. */
  onChange(
    listener: (stream: StreamName, changed: readonly EntityState[] | 'reset' | 'trimmed') => void,
  ): Unlisten
  /** What became of messages that are not here: edited, acknowledged, redacted long after they were written. */
  onOlder(listener: (stream: StreamName, older: readonly OlderEntity[]) => void): Unlisten
  /** Each change, once, in the order of its stream. */
  onApplied(listener: (change: Change) => void): Unlisten
  /** A stream is subscribed, on this connection: once for each connection. */
  onLive(listener: (stream: StreamName) => void): Unlisten
  /** A stream that may no longer be read. */
  onDropped(listener: (stream: StreamName, code: 'not_found' | 'unauthenticated') => void): Unlisten

  // What the connection brings in:
  receive(change: Change): void
  heads(heads: Readonly<Record<string, number>>): void
  unsubscribed(stream: StreamName, code: 'not_found' | 'unauthenticated'): void
  /** A connection is there, and knows of no subscription. */
  reconnected(): void
}

interface Held {
  readonly fold: StreamFold
  opened: number
  /** Whether there is something to read: what the device kept, or a snapshot. */
  begun: boolean
  syncing: Promise<void> | undefined
  /** Asked to catch up once more. */
  again: boolean
  /** Subscribed on the connection that is there. */
  live: boolean
  /** Old messages that a snapshot would hold now, with what was heard of them since. */
  readonly wanted: Map<string, OlderEntity | undefined>
  fetching: Promise<void> | undefined
  /** Entities changed since the stream was last trimmed. */
  untrimmed: number
  readonly ready: Promise<void>
  readonly settle: { resolve(): void; reject(error: DomainError): void }
}

const NOTHING: ReadonlyMap<string, EntityState> = new Map()

export function createReplica({ source, store = () => undefined, sleep = sleepOf }: ReplicaOptions): Replica {
  const held = new Map<StreamName, Held>()
  const changes = createListeners<[StreamName, readonly EntityState[] | 'reset' | 'trimmed']>()
  const olders = createListeners<[StreamName, readonly OlderEntity[]]>()
  const appliedChanges = createListeners<[Change]>()
  const lives = createListeners<[StreamName]>()
  const drops = createListeners<[StreamName, 'not_found' | 'unauthenticated']>()
  /** Writes to the device, one after the other, so that a removal is never overtaken by a save. */
  let writing: Promise<void> = Promise.resolve()

  const stored = ({ fold }: Held) => ({
    seq: fold.seq,
    messagesFrom: fold.messagesFrom,
    entities: [...fold.entities.values()],
  })
  const isHeld = (stream: StreamName, it: Held) => held.get(stream) === it

  function write(act: (store: ReplicaStore) => Promise<void>): Promise<void> {
    // A device without room for it shows what it has in memory.
    writing = writing.then(async () => {
      const device = store()
      if (device) await act(device).catch(() => undefined)
    })
    return writing
  }

  function begin(stream: StreamName): Held {
    let settle: Held['settle'] | undefined
    const ready = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
    // Whoever opened the stream hears of a refusal; a stream that is merely followed tells through `onDropped`.
    ready.catch(() => undefined)
    const it: Held = {
      fold: createStreamFold(),
      opened: 0,
      begun: false,
      syncing: undefined,
      again: false,
      live: false,
      wanted: new Map(),
      fetching: undefined,
      untrimmed: 0,
      ready,
      settle: settle!,
    }
    held.set(stream, it)
    void fromDevice(stream, it).then(() => catchUp(stream, it))
    return it
  }

  async function fromDevice(stream: StreamName, it: Held): Promise<void> {
    await writing
    const kept = await store()
      ?.load(stream)
      .catch(() => undefined)
    if (!kept || !isHeld(stream, it)) return
    it.fold.reset(kept)
    started(stream, it)
  }

  function started(stream: StreamName, it: Held): void {
    it.begun = true
    changes.tell(stream, 'reset')
    it.settle.resolve()
  }

  /** One at a time per stream; asked for again meanwhile, it runs once more. */
  function catchUp(stream: StreamName, it: Held): Promise<void> {
    it.again = true
    it.syncing ??= (async () => {
      for (let attempt = 1; it.again && isHeld(stream, it);) {
        it.again = false
        try {
          await pull(stream, it)
          attempt = 1
        } catch (error) {
          if (!isHeld(stream, it)) return
          const code = error instanceof DomainError ? error.code : 'internal'
          if (code === 'not_found') return drop(stream, code)
          // Without a session there is nothing to try until the next connection, which asks again.
          if (code === 'unauthenticated' || !source.connected) return
          it.again = true
          await sleep(backoff(attempt++, 300, 5_000))
        }
      }
    })().finally(() => {
      it.syncing = undefined
      if (it.again && isHeld(stream, it) && source.connected) void catchUp(stream, it)
    })
    return it.syncing
  }

  async function pull(stream: StreamName, it: Held): Promise<void> {
    // There is something to read before the connection stands, which goes on from there.
    if (!it.begun) await takeSnapshot(stream, it)
    for (let resynced = false; isHeld(stream, it) && source.connected;) {
      const since = it.fold.seq
      let page: SubscribeReply & { ok: true }
      try {
        page = await source.subscribe(stream, since)
      } catch (error) {
        if (resynced || !(error instanceof DomainError && error.code === 'resync')) throw error
        resynced = true
        await takeSnapshot(stream, it)
        continue
      }
      if (!isHeld(stream, it)) {
        // Closed meanwhile, and not opened again: the server has been told before it had subscribed us.
        if (!held.has(stream)) source.unsubscribe(stream)
        return
      }
      it.fold.hear(page.head)
      apply(stream, it, page.changes)
      if (!page.more && !it.live) {
        it.live = true
        lives.tell(stream)
        if (it.wanted.size > 0) void fetchWanted(stream, it)
      }
      // A page that brought nothing forward cannot be asked for for ever; the next `heads` tries again.
      if (!page.more || it.fold.seq === since) return
    }
  }

  async function takeSnapshot(stream: StreamName, it: Held): Promise<void> {
    const snapshot = await source.snapshot(stream)
    if (!isHeld(stream, it)) return
    it.fold.reset(snapshot)
    it.wanted.clear()
    started(stream, it)
    const whole = stored(it)
    void write((device) => device.replace(stream, whole))
  }

  function apply(stream: StreamName, it: Held, incoming: readonly Change[]): void {
    const from = it.fold.seq
    const received = it.fold.receive(incoming)
    const { applied, changed, older } = received
    const seq = it.fold.seq
    if (seq === from) return
    for (const id of it.fold.missing(received)) if (!it.wanted.has(id)) it.wanted.set(id, undefined)
    for (const entity of older) if (it.wanted.has(entity.id)) it.wanted.set(entity.id, entity)
    it.untrimmed += changed.length
    const trimmed = it.untrimmed > MESSAGE_WINDOW && it.fold.trim()
    if (it.untrimmed > MESSAGE_WINDOW) it.untrimmed = 0
    // What the device has stays behind until the old messages are here too, or a crash would leave it without them.
    if (it.wanted.size > 0) void fetchWanted(stream, it)
    else if (trimmed) {
      const whole = stored(it)
      void write((device) => device.replace(stream, whole))
    } else void write((device) => device.save(stream, { from, seq, changed, all: () => stored(it) }))
    changes.tell(stream, changed)
    if (older.length > 0) olders.tell(stream, older)
    if (trimmed) changes.tell(stream, 'trimmed')
    for (const change of applied) appliedChanges.tell(change)
  }

  /** Old messages that stand again, or whose thread is answered again. What fails waits for the next connection. */
  function fetchWanted(stream: StreamName, it: Held): Promise<void> {
    it.fetching ??= (async () => {
      for (const id of it.wanted.keys()) {
        if (!source.connected) return
        const fetched = await source.message(stream, id).catch((error: unknown) => {
          if (error instanceof DomainError && error.code === 'not_found') return undefined
          throw error
        })
        if (!isHeld(stream, it) || !it.wanted.has(id)) return
        const since = it.wanted.get(id)
        it.wanted.delete(id)
        if (!fetched) continue
        it.fold.put(since && since.rev > fetched.rev ? { ...fetched, ...since } : fetched)
        changes.tell(stream, [it.fold.entities.get(id)!])
      }
      const whole = stored(it)
      void write((device) => device.replace(stream, whole))
    })()
      .catch(() => undefined)
      .finally(() => {
        it.fetching = undefined
      })
    return it.fetching
  }

  function drop(stream: StreamName, code: 'not_found' | 'unauthenticated'): void {
    const it = held.get(stream)
    held.delete(stream)
    void write((device) => device.remove(stream))
    if (!it) return
    it.settle.reject(new DomainError(code))
    changes.tell(stream, 'reset')
    drops.tell(stream, code)
  }

  function leave(stream: StreamName): void {
    const it = held.get(stream)
    if (!it) return
    held.delete(stream)
    it.settle.reject(new DomainError('not_found', { reason: 'closed' }))
    source.unsubscribe(stream)
    changes.tell(stream, 'reset')
  }

  return {
    open(stream) {
      const it = held.get(stream) ?? begin(stream)
      it.opened++
      return it.ready
    },
    close(stream) {
      const it = held.get(stream)
      if (it && --it.opened === 0) leave(stream)
    },
    forget(stream) {
      leave(stream)
      return write((device) => device.remove(stream))
    },
    closeAll() {
      for (const stream of [...held.keys()]) leave(stream)
    },
    keepAll() {
      for (const [stream, it] of held) {
        if (it.begun) void write((device) => device.replace(stream, stored(it)))
      }
      return writing
    },
    flushed: () => writing,
    entities: (stream) => held.get(stream)?.fold.entities ?? NOTHING,
    seq: (stream) => held.get(stream)?.fold.seq ?? 0,
    messagesFrom: (stream) => held.get(stream)?.fold.messagesFrom ?? 0,
    find(id) {
      for (const [stream, { fold }] of held) {
        const entity = fold.entities.get(id)
        if (entity) return { stream, entity }
      }
      return undefined
    },
    get streams() {
      return [...held.keys()]
    },
    isCurrent(stream) {
      const it = held.get(stream)
      return it !== undefined && source.connected && it.live && it.fold.head === it.fold.seq
    },
    onChange: changes.add,
    onOlder: olders.add,
    onApplied: appliedChanges.add,
    onLive: lives.add,
    onDropped: drops.add,
    receive(change) {
      const it = held.get(change.stream)
      if (!it) return
      apply(change.stream, it, [change])
      // Before the first answer to `subscribe`, what comes early is only kept: the answer closes the gap.
      if (it.live && it.fold.head > it.fold.seq) void catchUp(change.stream, it)
    },
    heads(heads) {
      for (const [stream, head] of Object.entries(heads) as [StreamName, number][]) {
        const it = held.get(stream)
        if (!it || head <= it.fold.seq) continue
        it.fold.hear(head)
        void catchUp(stream, it)
      }
    },
    unsubscribed: drop,
    reconnected() {
      for (const [stream, it] of held) {
        it.live = false
        void catchUp(stream, it)
      }
    },
  }
}
