import { setTimeout as sleep } from 'node:timers/promises'
import { addCard, archiveCard, editTitle, moveCard, readBoard, readCardOf } from '@colloque/board'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import {
  BOARD,
  CASE,
  OTHER_BOARD,
  StockClient,
  contentOf,
  startTestEngine,
  startTestNode,
  until,
} from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

let engine: TestEngine
let node: TestNode
const clients: StockClient[] = []

beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  await engine.connection.db!.dropDatabase()
  node = await startTestNode(engine)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await node.stop()
})

function connect(account: string, { document = BOARD, url = node.url, query = false } = {}): StockClient {
  const client = new StockClient(url, document, account, { query })
  clients.push(client)
  return client
}

let made = 0
function add(client: StockClient, by: string, title = 'A card'): string {
  made += 1
  const id = `card-${made}`
  addCard(client.doc, { id, column: 'needs', title, by, at: new Date() })
  return id
}

/** The document as the database alone has it. */
async function storedDoc(name = BOARD): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const batches = engine.connection.db!.collection('board_batches').find({ doc: name }).sort({ seq: 1 })
  for await (const batch of batches) {
    for (const { u } of batch.updates as { u: { buffer: Uint8Array } }[]) Y.applyUpdate(doc, u.buffer)
  }
  return doc
}

describe('editing together', () => {
  test('what one stock client does reaches the other, whichever way its token came', async () => {
    const anna = await connect('anna').synced()
    const ben = await connect('ben', { query: true }).synced()
    const card = add(anna, 'anna', 'Pansement')
    await until(() => readCardOf(ben.doc, card)?.title === 'Pansement')
    moveCard(ben.doc, card, { column: 'done' })
    await until(() => readCardOf(anna.doc, card)?.column === 'done')
    expect(readBoard(anna.doc).columns.map(({ title }) => title)).toEqual([
      'Besoins',
      'En cours',
      'Fait',
      'Projet de vie',
    ])
  })

  test('is told saved only when the database has it', async () => {
    const anna = await connect('anna').synced()
    await until(() => anna.saved === 1)
    for (let count = 0; count < 20; count += 1) {
      const before = anna.saved
      const card = add(anna, 'anna')
      await until(() => anna.saved >= before + 2)
      expect(readCardOf(await storedDoc(), card)).toBeDefined()
    }
  })

  test('what was written offline arrives once when the connection is back', async () => {
    const anna = await connect('anna').synced()
    const ben = await connect('ben').synced()
    const card = add(anna, 'anna', 'Before')
    await until(() => readCardOf(ben.doc, card) !== undefined)
    anna.provider.disconnect()
    editTitle(anna.doc, card, 'Before and after')
    const second = add(anna, 'anna', 'Offline')
    editTitle(ben.doc, card, 'Well before')
    anna.provider.connect()
    // Typed between the opening and the server's step 1: builds on edits that are still under way.
    anna.provider.ws!.addEventListener('open', () => editTitle(anna.doc, second, 'Offline, then on'))
    await until(() => readCardOf(ben.doc, second)?.title === 'Offline, then on')
    await until(() => readCardOf(anna.doc, card)?.title === 'Well before and after')
    expect(readCardOf(ben.doc, card)?.title).toBe('Well before and after')
    expect(readBoard(ben.doc).columns[0]!.cards).toHaveLength(2)
    expect(anna.closes).toEqual([0])
  })

  test('a restart keeps all, and clients go on by themselves', async () => {
    const anna = await connect('anna').synced()
    const cards = Array.from({ length: 30 }, () => add(anna, 'anna'))
    archiveCard(anna.doc, cards[0]!, new Date())
    await until(() => anna.saved >= 62)
    const before = contentOf(anna.doc)
    await node.stop()
    node = await startTestNode(engine)
    expect(contentOf(await node.boards.read(BOARD))).toEqual(before)
    const ben = await connect('ben').synced()
    expect(contentOf(ben.doc)).toEqual(before)
  })

  test('a long history opens from its snapshot, the same', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { snapshotEvery: 10 } })
    const anna = await connect('anna').synced()
    const card = add(anna, 'anna')
    for (let count = 0; count < 60; count += 1) {
      const before = anna.saved
      editTitle(anna.doc, card, `Title ${count}`)
      await until(() => anna.saved > before)
    }
    const snapshots = engine.connection.db!.collection('board_snapshots')
    await until(async () => ((await snapshots.findOne({}))?.seq as number) > 40)
    const before = contentOf(anna.doc)
    await node.stop()
    node = await startTestNode(engine)
    expect(contentOf(await node.boards.read(BOARD))).toEqual(before)
  })

  test('what nobody writes in for a while has its snapshot, and is opened from that alone', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { restMs: 100, pollMs: 20 } })
    const anna = await connect('anna').synced()
    const card = add(anna, 'anna')
    await until(() => anna.isSaved)
    for (let count = 0; count < 20; count += 1)
      await node.boards.edit(BOARD, 'anna', (doc) => editTitle(doc, card, `Title ${count}`))
    const db = engine.connection.db!
    const { seq: last } = (await db.collection('board_batches').findOne({}, { sort: { seq: -1 } }))!
    await until(async () => (await db.collection('board_snapshots').findOne({}))?.seq === last)
    const before = contentOf(anna.doc)
    await node.kill()
    node = await startTestNode(engine)
    const boris = await connect('boris').synced()
    expect(contentOf(boris.doc)).toEqual(before)
  })

  test('the server edits through the same path: durable first, then told to all', async () => {
    const anna = await connect('anna').synced()
    await node.boards.edit(BOARD, 'system:seed', (doc) =>
      addCard(doc, { id: 'seeded', column: 'done', title: 'Seeded', by: 'system:seed', at: new Date() }),
    )
    expect(readCardOf(await storedDoc(), 'seeded')?.title).toBe('Seeded')
    await until(() => readCardOf(anna.doc, 'seeded') !== undefined)
    await expect(
      node.boards.edit(BOARD, 'system:seed', (doc) => void doc.getMap('cards').delete('seeded')),
    ).rejects.toThrow()
    await expect(node.boards.edit('case/x/board', 'system:seed', () => undefined)).rejects.toThrow(RangeError)
    expect(readCardOf(await node.boards.read(BOARD), 'seeded')?.title).toBe('Seeded')
  })

  test('a document leaves memory when nobody uses it, and comes back whole', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { idleMs: 20, pollMs: 10 } })
    const anna = await connect('anna').synced()
    const card = add(anna, 'anna')
    await until(() => anna.saved >= 3)
    anna.provider.disconnect()
    await sleep(200)
    const ben = await connect('ben').synced()
    expect(readCardOf(ben.doc, card)).toBeDefined()
  })
})

describe('a state named by its batch', () => {
  test('is read again as it was, from before and after a snapshot', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { snapshotEvery: 5 } })
    const titles: string[] = []
    for (let count = 0; count < 12; count += 1) {
      await node.boards.edit(BOARD, 'system:seed', (doc) => {
        if (count === 0) {
          addCard(doc, { id: 'one', column: 'needs', title: '0', by: 'system:seed', at: new Date() })
        } else editTitle(doc, 'one', `${count}`)
      })
      titles.push(readCardOf((await node.boards.readAt(BOARD, count + 2))!, 'one')!.title)
    }
    for (let count = 0; count < 12; count += 1) {
      expect(readCardOf((await node.boards.readAt(BOARD, count + 2))!, 'one')!.title).toBe(titles[count])
    }
    expect(titles).toEqual(Array.from({ length: 12 }, (_, count) => `${count}`))
    expect(await node.boards.readAt(BOARD, 14)).toBeUndefined()
  })
})

describe('connections', () => {
  test('hear something in time, and are cut when they no longer answer', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { keepAliveMs: 60 } })
    const alive = new WebSocket(`${node.url}/${BOARD}`, ['y.v1', 't.anna'])
    const dead = new WebSocket(`${node.url}/${BOARD}`, ['y.v1', 't.ben'], { autoPong: false })
    let heard = 0
    alive.on(
      'message',
      (data: Buffer) => (heard += Buffer.compare(data, Buffer.from([1, 1, 0])) === 0 ? 1 : 0),
    )
    await until(() => dead.readyState === WebSocket.CLOSED)
    expect(heard).toBeGreaterThan(0)
    expect(alive.readyState).toBe(WebSocket.OPEN)
    alive.terminate()
  })

  test('of one who floods are read slowly, and lose nothing; the neighbour is served', async () => {
    await node.stop()
    node = await startTestNode(engine, { limits: { framesPerSecond: 100, framesBurst: 100 } })
    const flood = await connect('anna').synced()
    const neighbour = await connect('ben').synced()
    await until(() => flood.saved > 0 && neighbour.saved > 0)
    const start = performance.now()
    const card = add(flood, 'anna')
    for (let count = 0; count < 300; count += 1) editTitle(flood.doc, card, `Title ${count}`)
    await until(() => flood.saved === 303)
    editTitle(flood.doc, card, 'The last')
    add(neighbour, 'ben')
    await until(() => neighbour.saved >= 3)
    expect(flood.saved).toBe(303)
    await until(() => flood.saved === 304)
    // 304 frames, of which 100 were saved up, at 100 a second.
    expect(performance.now() - start).toBeGreaterThan(1_800)
    expect(readCardOf(await node.boards.read(BOARD), card)?.title).toBe('The last')
  })
})

describe('several nodes on one database', () => {
  test.each([
    ['within a second by looking at the tails', false],
    ['at once by the doorbell', true],
  ])('converge %s', async (_how, hasBell) => {
    const listeners = new Set<(document: string, seq: number) => void>()
    const doorbell = {
      ring: (document: string, seq: number) => listeners.forEach((listener) => listener(document, seq)),
      onRing: (listener: (document: string, seq: number) => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onLost: () => () => undefined,
    }
    await node.stop()
    const options = hasBell ? { doorbell, limits: { pollMs: 3_600_000 } } : {}
    node = await startTestNode(engine, options)
    const second = await startTestNode(engine, options)
    try {
      const [anna, ben] = await Promise.all([
        connect('anna').synced(),
        connect('ben', { url: second.url }).synced(),
      ])
      const cards = Array.from({ length: 40 }, (_, index) => {
        const [who, by] = index % 2 ? [ben, 'ben'] : [anna, 'anna']
        return add(who, by)
      })
      for (const card of cards) {
        const who = readCardOf(anna.doc, card) ? anna : ben
        editTitle(who.doc, card, `Edited ${card}`)
        await sleep(2)
      }
      await until(() => JSON.stringify(contentOf(anna.doc)) === JSON.stringify(contentOf(ben.doc)))
      expect(readBoard(anna.doc).columns[0]!.cards).toHaveLength(40)
      expect(contentOf(await storedDoc())).toEqual(contentOf(anna.doc))
      expect([anna.closes, ben.closes]).toEqual([[], []])
    } finally {
      await second.stop()
    }
  })
})

describe('presence between nodes', () => {
  test('shows people on the other node, newcomers included, and clears when they go', async () => {
    const listeners = new Map<string, (document: string, frame: Uint8Array) => void>()
    const channelOf = (name: string) => ({
      publish: (document: string, frame: Uint8Array) => {
        for (const [other, listener] of listeners) if (other !== name) listener(document, frame)
      },
      onFrame: (listener: (document: string, frame: Uint8Array) => void) => {
        listeners.set(name, listener)
        return () => listeners.delete(name)
      },
    })
    await node.stop()
    node = await startTestNode(engine, { presenceChannel: channelOf('one') })
    const second = await startTestNode(engine, { presenceChannel: channelOf('two') })
    try {
      const anna = await connect('anna').synced()
      const ben = await connect('ben', { url: second.url }).synced()
      const seenBy = (client: StockClient) => client.provider.awareness.getStates().get(anna.doc.clientID)
      anna.provider.awareness.setLocalState({ card: 'card-1' })
      await until(() => seenBy(ben)?.['card'] === 'card-1')
      const late = await connect('carl', { url: second.url }).synced()
      await until(() => seenBy(late)?.['card'] === 'card-1')
      anna.provider.disconnect()
      await until(() => seenBy(ben) === undefined && seenBy(late) === undefined)
    } finally {
      await second.stop()
    }
  })
})

describe('access', () => {
  test('an outsider gets no frame', async () => {
    const outsider = connect('outsider')
    await until(() => outsider.closes.length > 0)
    expect(outsider.closes).toEqual([4403])
    expect(outsider.doc.store.clients.size).toBe(0)
    expect(node.refusals).toMatchObject([{ closeCode: 4403, accountId: 'outsider', document: BOARD }])
  })

  test('a bad token ends with 4401', async () => {
    const nobody = connect('NOT-A-TOKEN')
    await until(() => nobody.closes.length > 0)
    expect(nobody.closes).toEqual([4401])
  })

  test('losing access cuts in the same turn: nothing more comes or goes', async () => {
    const anna = await connect('anna').synced()
    const ben = await connect('ben').synced()
    node.access.set('anna', 'none')
    node.boards.closeAccess({ accountId: 'anna', caseId: CASE }, 4403)
    const late = add(anna, 'anna', 'Too late')
    const after = add(ben, 'ben', 'Not for her')
    await until(() => anna.closes.length > 0)
    await until(() => ben.saved >= 3)
    expect(anna.closes).toEqual([4403])
    expect(readCardOf(anna.doc, after)).toBeUndefined()
    const stored = await storedDoc()
    expect(readCardOf(stored, late)).toBeUndefined()
    expect(readCardOf(stored, after)).toBeDefined()
  })

  test('losing access between the upgrade and the first frame cuts as well', async () => {
    await node.stop()
    let asked = 0
    let goOn = () => {}
    const waiting = new Promise<void>((resolve) => (goOn = resolve))
    node = await startTestNode(engine, {
      authorise: async () => {
        asked += 1
        if (asked === 2) await waiting
        return { access: 'write', role: 'nurse' }
      },
    })
    const anna = connect('anna')
    await until(() => asked === 2)
    node.boards.closeAccess({ sessionId: 'session-anna' }, 4401)
    goOn()
    await until(() => anna.closes.length > 0)
    expect(anna.closes).toEqual([4401])
    expect(anna.doc.store.clients.size).toBe(0)
  })

  test('closing one case leaves the other open', async () => {
    const here = await connect('anna').synced()
    const there = await connect('anna', { document: OTHER_BOARD }).synced()
    node.boards.closeAccess({ accountId: 'anna', caseId: CASE }, 4403)
    await until(() => here.closes.length > 0)
    add(there, 'anna')
    await until(() => there.saved >= 3)
    expect(there.closes).toEqual([])
  })
})

describe('presence', () => {
  test('shows who is there under the name that the server knows, and clears when they go', async () => {
    const anna = await connect('anna').synced()
    const ben = await connect('ben').synced()
    anna.provider.awareness.setLocalState({ user: { name: 'Somebody else' }, card: 'card-1' })
    const seen = () => ben.provider.awareness.getStates().get(anna.doc.clientID)
    await until(() => seen()?.['card'] === 'card-1')
    expect(seen()!['user']).toEqual({ id: 'anna', name: 'Name of anna', profession: 'nurse' })
    anna.provider.disconnect()
    await until(() => seen() === undefined)
    anna.provider.connect()
    await until(() => seen()?.['card'] === 'card-1')
  })
})
