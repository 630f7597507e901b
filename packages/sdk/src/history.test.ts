import { DomainError, type Change, type StreamName } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHistory, type MessageHistory } from './history.ts'
import { createMemoryReplicaStore } from './replica-store.ts'
import { createReplica, type Replica } from './replica.ts'
import { createModelConversation, idOf, instantOf } from './test-conversation.ts'

const STREAM: StreamName = 'case:00000000-0000-4000-8000-000000000001'
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

type Model = ReturnType<typeof createModelConversation>

async function settle(model: Model, replica: Replica): Promise<void> {
  for (let quiet = 0, n = 0; quiet < 6 && n < 600; n++) {
    replica.heads({ [STREAM]: model.head })
    const { asked } = model
    model.answerNext()
    await turn()
    quiet = replica.isCurrent(STREAM) && model.asked === asked ? quiet + 1 : 0
  }
}

/** What is shown is the server's list, without a hole, from the first shown to the last, and says truly what is beyond. */
function expectTrue(model: Model, history: MessageHistory, thread?: string): void {
  const listed = model.present(thread)
  const shown = history.messages
  const first = listed.findIndex(({ id }) => id === shown[0]?.id)
  if (shown.length > 0) expect(shown).toEqual(listed.slice(first, first + shown.length))
  if (!history.isEarlier && shown.length > 0) expect(first).toBe(0)
  if (!history.isLater && shown.length > 0) expect(shown.at(-1)).toEqual(listed.at(-1))
  if (!history.isEarlier && !history.isLater) expect(shown).toEqual(listed)
}

const number = fc.nat(40)
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('post' as const), n: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reply' as const), n: number }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('edit' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pin' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('redact' as const), n: number }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), n: number }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('earlier' as const), n: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('later' as const), n: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('around' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('at' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('since' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('latest' as const), n: number }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disconnect' as const), n: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), n: number }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const), n: number }) },
)

describe('the history of a conversation', () => {
  it('shows what the server has in that range, whatever arrives, is edited, lost or fetched meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(40),
        fc.array(act, { maxLength: 80, size: 'max' }),
        fc.boolean(),
        async (length, acts, inThread) => {
          const model = createModelConversation(STREAM, 5)
          const thread = inThread ? idOf(1) : undefined
          for (let n = 0; n < length; n++) model.post({ threadId: n % 3 === 1 ? idOf(1) : null })
          const { source, api } = model
          const replica = createReplica({ source, sleep: turn })
          const history = createHistory({
            ...{ stream: STREAM, replica, api, page: 4, most: 12 },
            ...(thread === undefined ? {} : { thread }),
          })
          history.ready.catch(() => undefined)
          const deliver = (change: Change | undefined, n: number) => {
            // One in four is lost, and fetched later.
            if (change && source.connected && n % 4 > 0) replica.receive(change)
          }
          const ignore = (error: unknown) => {
            if (!(error instanceof DomainError)) throw error
          }
          for (const { do: what, n } of acts) {
            if (what === 'post') deliver(model.post(), n)
            else if (what === 'reply') deliver(model.post({ threadId: model.nth(n) ?? null }), n)
            else if (what === 'edit') deliver(model.change(n, { text: `edited ${model.head}` }), n)
            else if (what === 'pin')
              deliver(model.change(n, { pinned: { by: idOf(0), at: instantOf(0) } }), n)
            else if (what === 'redact') deliver(model.change(n, null), n)
            else if (what === 'answer') model.answerNext()
            else if (what === 'earlier') history.earlier().catch(ignore)
            else if (what === 'later') history.later().catch(ignore)
            else if (what === 'around') history.around(model.nth(n) ?? idOf(0)).catch(ignore)
            else if (what === 'at') history.at(instantOf(n)).catch(ignore)
            else if (what === 'since') history.since(n).catch(ignore)
            else if (what === 'latest') history.latest()
            else if (what === 'disconnect') model.disconnect()
            else if (what === 'connect') model.connect(replica)
            else if (source.connected) {
              await settle(model, replica)
              expectTrue(model, history, thread)
            }
            await turn()
          }
          model.connect(replica)
          await settle(model, replica)
          expectTrue(model, history, thread)
          const walk = async (isMore: () => boolean, step: () => Promise<void>) => {
            while (isMore()) {
              const walked = step()
              await settle(model, replica)
              await walked
              expectTrue(model, history, thread)
            }
          }
          await walk(() => history.isEarlier, history.earlier)
          await walk(() => history.isLater, history.later)
        },
      ),
      { numRuns: 500 },
    )
  }, 120_000)

  /** A history over `length` messages of which a snapshot holds ten. */
  async function opened(length: number, options: { most?: number; page?: number } = {}) {
    const model = createModelConversation(STREAM, 10)
    for (let n = 0; n < length; n++) model.post()
    const replica = createReplica({ source: model.source, sleep: turn })
    const history = createHistory({ stream: STREAM, replica, api: model.api, page: 10, ...options })
    await settle(model, replica)
    await history.ready
    const get = async <Value>(asked: Promise<Value>): Promise<Value> => {
      asked.catch(() => undefined)
      await settle(model, replica)
      return asked
    }
    const texts = () => history.messages.map(({ after }) => Number(after.text))
    return { model, replica, history, get, texts }
  }
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

  it('begins with the newest and goes back page by page to the first', async () => {
    const { history, get, texts } = await opened(35)
    expect([texts(), history.isEarlier, history.isLater]).toEqual([range(26, 35), true, false])
    await get(history.earlier())
    expect(texts()).toEqual(range(16, 35))
    await get(history.earlier())
    await get(history.earlier())
    expect([texts(), history.isEarlier, history.total]).toEqual([range(1, 35), false, 35])
    const before = texts()
    await history.earlier()
    expect(texts()).toEqual(before)
  })

  it('goes to a message of long ago, and from there forward until it follows what arrives', async () => {
    const { model, replica, history, get, texts } = await opened(60)
    expect(await get(history.around(idOf(20)))).toBe(true)
    expect([texts(), history.isEarlier, history.isLater]).toEqual([range(15, 24), true, true])
    replica.receive(model.post())
    expect(texts()).toEqual(range(15, 24))
    while (history.isLater) await get(history.later())
    expect(texts()).toEqual(range(15, 61))
    replica.receive(model.post())
    expect(texts().at(-1)).toBe(62)
  })

  it('goes to a moment', async () => {
    const { history, get, texts } = await opened(60)
    expect(await get(history.at(instantOf(30)))).toBe(idOf(30))
    expect(texts()).toContain(30)
    expect(await get(history.at(instantOf(1000)))).toBeUndefined()
    expect(history.isLater).toBe(false)
  })

  it('refuses a message that is not there, and stays where it was', async () => {
    const { history, get, texts } = await opened(20)
    await expect(get(history.around(idOf(99)))).rejects.toMatchObject({ code: 'not_found' })
    expect(texts()).toEqual(range(11, 20))
    expect(history.loading).toBeUndefined()
  })

  it('follows what becomes of an old message that only it holds', async () => {
    const { model, replica, history, get, texts } = await opened(60)
    await get(history.around(idOf(20)))
    replica.receive(model.change(19, { text: '2000' })!)
    expect(texts()).toContain(2000)
    expect(replica.entities(STREAM).has(idOf(20))).toBe(false)
    replica.receive(model.change(19, null)!)
    expect(texts()).toEqual([...range(15, 19), ...range(21, 24)])
  })

  it('holds a bounded number, and drops the far end', async () => {
    const { history, get, texts } = await opened(60, { most: 25 })
    while (history.isEarlier) await get(history.earlier())
    expect([texts(), history.isLater]).toEqual([range(1, 25), true])
    while (history.isLater) await get(history.later())
    expect([texts(), history.isEarlier]).toEqual([range(36, 60), true])
  })

  it('shows without network what the device has, and says of the rest that it cannot be had', async () => {
    const { model, history, texts } = await opened(35)
    model.disconnect()
    await expect(history.earlier()).rejects.toMatchObject({ code: 'unavailable' })
    expect([texts(), history.loading]).toEqual([range(26, 35), undefined])
  })
})

describe('a replica of a long conversation', () => {
  async function held(length: number) {
    const model = createModelConversation(STREAM, 300)
    for (let n = 0; n < length; n++) model.post()
    const store = createMemoryReplicaStore()
    const replica = createReplica({ source: model.source, store: () => store, sleep: turn })
    replica.open(STREAM).catch(() => undefined)
    await settle(model, replica)
    return { model, replica, store }
  }

  it('tells of a change to a message that it does not hold, and does not place it', async () => {
    const { model, replica } = await held(400)
    const told: string[] = []
    replica.onOlder((_stream, older) => told.push(...older.map(({ id, rev }) => `${id} ${rev}`)))
    expect(replica.messagesFrom(STREAM)).toBe(101)
    replica.receive(model.change(4, { text: 'edited' })!)
    expect(told).toEqual([`${idOf(5)} 2`])
    expect(replica.entities(STREAM).has(idOf(5))).toBe(false)
    expect(replica.seq(STREAM)).toBe(401)
  })

  it('fetches an old message that stands again, and the first of a thread that is answered again', async () => {
    const { model, replica, store } = await held(400)
    replica.receive(model.change(4, { pinned: { by: idOf(0), at: instantOf(0) } })!)
    replica.receive(model.post({ threadId: idOf(7) }))
    // Until they are here, the device keeps what it had, so that a crash leaves nothing out.
    await replica.flushed()
    expect((await store.load(STREAM))?.seq).toBe(400)
    await settle(model, replica)
    expect(replica.entities(STREAM).get(idOf(5))).toMatchObject({ createdSeq: 5, rev: 2 })
    expect(replica.entities(STREAM).get(idOf(7))).toMatchObject({ createdSeq: 7, rev: 1 })
    await replica.flushed()
    const kept = await store.load(STREAM)
    expect(kept?.seq).toBe(402)
    expect(kept?.entities).toHaveLength(replica.entities(STREAM).size)
  })

  it('lets go of old messages after weeks, here and on the device, but of what stands', async () => {
    const { model, replica, store } = await held(10)
    replica.receive(model.change(2, { pinned: { by: idOf(0), at: instantOf(0) } })!)
    for (let n = 0; n < 1000; n++) replica.receive(model.post())
    const size = () => replica.entities(STREAM).size
    expect(size()).toBeLessThan(700)
    expect(replica.entities(STREAM).has(idOf(3))).toBe(true)
    expect(replica.messagesFrom(STREAM)).toBeGreaterThan(300)
    await replica.flushed()
    const kept = await store.load(STREAM)
    expect([kept?.seq, kept?.messagesFrom, kept?.entities.length]).toEqual([
      replica.seq(STREAM),
      replica.messagesFrom(STREAM),
      size(),
    ])
  })
})
