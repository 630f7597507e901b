import type { SubscribeReply } from '@colloque/contract'
import { DomainError, type Change, type StreamName } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryReplicaStore } from './replica-store.ts'
import { createReplica, type Replica, type StreamSource } from './replica.ts'
import { foldOf, logOf } from './test-changes.ts'

const STREAM: StreamName = 'case:00000000-0000-4000-8000-000000000001'
const PAGE = 3
const RESYNC_AFTER = 10

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const settle = async () => {
  for (let n = 0; n < 12; n++) await turn()
}

/** A log served as the contract says, over a network that loses and delays what the test wants. */
function createModelServer(log: readonly Change[]) {
  const answers: (() => void)[] = []
  let head = 0
  let connected = true
  let allowed = true
  let connection = 0

  function answer<Value>(make: () => Value): Promise<Value> {
    const asked = connection
    return new Promise((resolve, reject) => {
      answers.push(() => {
        if (asked !== connection || !connected) return reject(new DomainError('unknown_outcome'))
        if (!allowed) return reject(new DomainError('not_found'))
        try {
          resolve(make())
        } catch (error) {
          reject(error as DomainError)
        }
      })
    })
  }

  const source: StreamSource = {
    get connected() {
      return connected
    },
    snapshot: () => answer(() => ({ entities: [...foldOf(log, head).values()], seq: head, messagesFrom: 0 })),
    message: () => Promise.resolve(undefined),
    subscribe: (_stream, since) =>
      answer((): SubscribeReply & { ok: true } => {
        if (head - since > RESYNC_AFTER) throw new DomainError('resync')
        const changes = log.slice(since, Math.min(since + PAGE, head))
        const seq = since + changes.length
        return { ok: true, changes, seq, head, more: seq < head }
      }),
    unsubscribe: () => undefined,
  }
  return {
    source,
    get head() {
      return head
    },
    append: () => (head < log.length ? log[head++] : undefined),
    answerNext: () => answers.shift()?.(),
    disconnect() {
      connected = false
      connection++
    },
    connect(replica: Replica) {
      connected = true
      replica.reconnected()
    },
    remove: () => (allowed = false),
  }
}

const act = fc.oneof(
  { weight: 4, arbitrary: fc.constant('append and deliver' as const) },
  { weight: 2, arbitrary: fc.constant('append and lose' as const) },
  { weight: 1, arbitrary: fc.constant('append and delay' as const) },
  { weight: 2, arbitrary: fc.constant('deliver delayed' as const) },
  { weight: 4, arbitrary: fc.constant('answer' as const) },
  { weight: 1, arbitrary: fc.constant('heads' as const) },
  { weight: 1, arbitrary: fc.constant('disconnect' as const) },
  { weight: 1, arbitrary: fc.constant('connect' as const) },
  { weight: 1, arbitrary: fc.constant('reload' as const) },
)

describe('a replica', () => {
  it('equals the server’s fold under lost, delayed and doubled changes, disconnects and reloads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 60 }),
        fc.array(act, { maxLength: 80 }),
        fc.boolean(),
        async (touched, acts, ownDevice) => {
          const log = logOf(STREAM, touched)
          const server = createModelServer(log)
          const store = createMemoryReplicaStore()
          const delayed: Change[] = []
          const open = () => {
            const { source } = server
            const opened = createReplica({
              source,
              store: () => (ownDevice ? store : undefined),
              sleep: turn,
            })
            opened.open(STREAM).catch(() => undefined)
            return opened
          }
          let replica = open()
          const exact = () => expect(replica.entities(STREAM)).toEqual(foldOf(log, replica.seq(STREAM)))

          for (const next of acts) {
            if (next.startsWith('append')) {
              const change = server.append()
              if (change && next === 'append and deliver' && server.source.connected) replica.receive(change)
              if (change && next === 'append and delay') delayed.push(change)
            } else if (next === 'deliver delayed') {
              const change = delayed.pop()
              if (change) replica.receive(change)
            } else if (next === 'answer') server.answerNext()
            else if (next === 'heads') replica.heads({ [STREAM]: server.head })
            else if (next === 'disconnect') server.disconnect()
            else if (next === 'connect') server.connect(replica)
            else {
              replica.closeAll()
              await replica.flushed()
              replica = open()
            }
            await turn()
            exact()
          }

          server.connect(replica)
          for (
            let n = 0;
            n < 200 && !(replica.isCurrent(STREAM) && replica.seq(STREAM) === server.head);
            n++
          ) {
            server.answerNext()
            await turn()
            replica.heads({ [STREAM]: server.head })
          }
          expect(replica.seq(STREAM)).toBe(server.head)
          expect(replica.entities(STREAM)).toEqual(foldOf(log, server.head))
          if (ownDevice && server.head > 0) {
            await replica.flushed()
            const kept = await store.load(STREAM)
            expect(kept?.seq).toBe(server.head)
            expect(new Map(kept?.entities.map((entity) => [entity.id, entity]))).toEqual(
              foldOf(log, server.head),
            )
          }
        },
      ),
      { numRuns: 150 },
    )
  }, 60_000)

  async function opened(length: number) {
    const log = logOf(
      STREAM,
      Array.from({ length }, (_, index) => index),
    )
    const server = createModelServer(log)
    for (let n = 0; n < length; n++) server.append()
    const store = createMemoryReplicaStore()
    const replica = createReplica({ source: server.source, store: () => store, sleep: turn })
    const ready = replica.open(STREAM)
    ready.catch(() => undefined)
    await settle()
    return { log, server, store, replica, ready }
  }

  /** Answers whatever is asked until nothing more is. */
  async function answerAll(server: ReturnType<typeof createModelServer>) {
    for (let n = 0; n < 30; n++) {
      server.answerNext()
      await turn()
    }
  }

  it('asks for page after page, and is current only with the last one', async () => {
    const { log, server, store, replica } = await opened(2)
    await answerAll(server)
    replica.closeAll()
    await replica.flushed()
    const longer = createModelServer(
      logOf(
        STREAM,
        Array.from({ length: 9 }, (_, index) => index),
      ),
    )
    for (let n = 0; n < 9; n++) longer.append()
    const later = createReplica({ source: longer.source, store: () => store, sleep: turn })
    const live: string[] = []
    later.onLive((stream) => live.push(stream))
    await later.open(STREAM)
    expect(later.entities(STREAM)).toEqual(foldOf(log))
    await settle()
    longer.answerNext()
    await settle()
    expect(later.seq(STREAM)).toBe(5)
    expect(later.isCurrent(STREAM)).toBe(false)
    expect(live).toEqual([])
    await answerAll(longer)
    expect(later.seq(STREAM)).toBe(9)
    expect(later.isCurrent(STREAM)).toBe(true)
    expect(live).toEqual([STREAM])
  })

  it('tries again by itself when the server was busy', async () => {
    const log = logOf(STREAM, [0, 1])
    const server = createModelServer(log)
    server.append()
    let refusals = 2
    const replica = createReplica({
      source: {
        ...server.source,
        connected: true,
        subscribe: (stream, since) =>
          refusals-- > 0 ? Promise.reject(new DomainError('busy')) : server.source.subscribe(stream, since),
      },
      sleep: turn,
    })
    const ready = replica.open(STREAM)
    await settle()
    await answerAll(server)
    await ready
    expect(replica.isCurrent(STREAM)).toBe(true)
  })

  it('is no longer current once it hears of a head that it does not have, and fetches it', async () => {
    const { server, replica } = await opened(4)
    await answerAll(server)
    expect(replica.isCurrent(STREAM)).toBe(true)
    replica.heads({ [STREAM]: 5 })
    expect(replica.isCurrent(STREAM)).toBe(false)
  })

  it('drops a stream that may no longer be read, on the device as well, and tells', async () => {
    const { server, store, replica, ready } = await opened(4)
    server.answerNext()
    await settle()
    server.answerNext()
    await ready
    await replica.flushed()
    expect(await store.streams()).toEqual([STREAM])
    const told: string[] = []
    replica.onDropped((stream, code) => told.push(`${stream} ${code}`))
    replica.unsubscribed(STREAM, 'not_found')
    await replica.flushed()
    expect(told).toEqual([`${STREAM} not_found`])
    expect(replica.entities(STREAM).size).toBe(0)
    expect(await store.streams()).toEqual([])
  })

  it('refuses to open what may not be read', async () => {
    const { server, replica, ready } = await opened(4)
    server.remove()
    server.answerNext()
    await expect(ready).rejects.toMatchObject({ code: 'not_found' })
    expect(replica.streams).toEqual([])
  })

  it('opens from the device without network', async () => {
    const { log, server, store, replica } = await opened(5)
    for (let n = 0; n < 4; n++) {
      server.answerNext()
      await settle()
    }
    await replica.flushed()
    server.disconnect()
    const later = createReplica({ source: server.source, store: () => store, sleep: turn })
    await later.open(STREAM)
    expect(later.entities(STREAM)).toEqual(foldOf(log))
    expect(later.isCurrent(STREAM)).toBe(false)
  })

  it('holds a stream until it was closed as often as it was opened', async () => {
    const { replica } = await opened(1)
    replica.open(STREAM).catch(() => undefined)
    replica.close(STREAM)
    expect(replica.streams).toEqual([STREAM])
    replica.close(STREAM)
    expect(replica.streams).toEqual([])
  })
})
