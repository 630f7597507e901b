/**
 * `npm run bench:boards`: what it costs to open a board of 500 cards and 20,000 edits, and one of 50,000 edits, beside
 * y-protocols' bare encoding and applying of the same state in the same run. Prints medians of 7.
 */
import { addCard, editTitle, ensureBoard, moveCard } from '@colloque/board'
import { createRandom } from '@colloque/history'
import * as Y from 'yjs'
import { BOARD, StockClient, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine } from './board-test-server.ts'
import { RawClient, syncFrame } from './raw-client.ts'

const CARDS = 500
const EDITORS = 4
const ROUNDS = 7
const EDITS_A_BATCH = 4
const AT = new Date('2026-11-22T08:00:00.000Z')

interface Figures {
  readonly edits: number
  readonly state: number
  readonly bytesOnWire: number
  /** Milliseconds. */
  readonly bareEncode: number
  readonly bareApply: number
  readonly cold: number
  readonly coldWithoutSnapshot: number
  readonly warm: number
  readonly stockClientSynced: number
}

/** Several people's edits on a board, one update for each. */
function makeUpdates(edits: number): Uint8Array[] {
  const random = createRandom(1)
  const updates: Uint8Array[] = []
  const docs = Array.from({ length: EDITORS }, () => new Y.Doc())
  for (const doc of docs) {
    ensureBoard(doc)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'other') return
      updates.push(update)
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'other')
    })
  }
  for (let card = 0; card < CARDS; card += 1) {
    const doc = docs[card % EDITORS]!
    addCard(doc, {
      id: `c${card}`,
      column: 'needs',
      title: `Card ${card}`,
      body: 'Words',
      by: 'anna',
      at: AT,
    })
  }
  while (updates.length < edits) {
    const doc = docs[Math.floor(random() * EDITORS)]!
    const id = `c${Math.floor(random() * CARDS)}`
    if (random() < 0.1) moveCard(doc, id, { column: 'done' })
    else if (random() < 0.2) editTitle(doc, id, `Card ${id} at ${updates.length}`)
    else type(doc, id, random)
  }
  for (const doc of docs) doc.destroy()
  return updates
}

function type(doc: Y.Doc, id: string, random: () => number): void {
  const body = (doc.getMap('cards').get(id) as Y.Map<unknown>).get('body') as Y.XmlFragment
  const text = (body.get(0) as Y.XmlElement).get(0) as Y.XmlText
  text.insert(Math.floor(random() * (text.length + 1)), 'mot ')
}

/** As a server would have stored them. */
async function store({ connection }: TestEngine, updates: readonly Uint8Array[]): Promise<void> {
  const db = connection.db!
  await db.dropDatabase()
  const first = await startTestNode({ connection } as TestEngine)
  await first.boards.read(BOARD)
  await first.stop()
  const batches = []
  for (let from = 0; from < updates.length; from += EDITS_A_BATCH) {
    const some = updates.slice(from, from + EDITS_A_BATCH).map((u) => ({ by: 'anna', u: Buffer.from(u) }))
    batches.push({ doc: BOARD, seq: batches.length + 2, batch: `b${from}`, at: AT, updates: some })
  }
  for (let from = 0; from < batches.length; from += 2_000)
    await db.collection('board_batches').insertMany(batches.slice(from, from + 2_000))
}

async function measure(engine: TestEngine, edits: number): Promise<Figures> {
  await store(engine, makeUpdates(edits))
  const withoutSnapshot = await medianOf(() => openOnce(engine), 3)
  // As if the last snapshot were as old as it ever gets.
  const node = await startTestNode(engine, { limits: { snapshotEvery: 1 } })
  await node.boards.edit(BOARD, 'anna', (doc) => editTitle(doc, 'c0', 'Last'))
  const snapshots = engine.connection.db!.collection('board_snapshots')
  await until(async () => (await snapshots.countDocuments()) === 1)
  await node.stop()
  const tail = await startTestNode(engine, { limits: { snapshotEvery: 1e9, idleMs: 1e9 } })
  for (let edit = 0; edit < 250; edit += 1)
    await tail.boards.edit(BOARD, 'anna', (doc) => editTitle(doc, 'c1', `Tail ${edit}`))

  const state = Y.encodeStateAsUpdate(await tail.boards.read(BOARD))
  const doc = new Y.Doc()
  const bareApply = await timesOf(() => Y.applyUpdate(new Y.Doc(), state))
  Y.applyUpdate(doc, state)
  const bareEncode = await timesOf(() => Y.encodeStateAsUpdate(doc))
  const cold = await medianOf(() => openOnce(engine))
  let bytesOnWire = 0
  const warm = await timesOf(async () => (bytesOnWire = await receiveAll(tail.url)))
  const stockClientSynced = await timesOf(async () => {
    const client = await new StockClient(tail.url, BOARD, 'anna').synced()
    client.destroy()
  })
  await tail.stop()
  return {
    ...{ edits, state: state.byteLength, bytesOnWire, bareEncode, bareApply },
    ...{ cold, coldWithoutSnapshot: withoutSnapshot, warm, stockClientSynced },
  }
}

/** A server that has nothing in memory, from the connection to the last byte of the document. */
async function openOnce(engine: TestEngine): Promise<number> {
  const node = await startTestNode(engine)
  const start = performance.now()
  await receiveAll(node.url)
  const ms = performance.now() - start
  await node.stop()
  return ms
}

/** @returns bytes of the server's step 2 to an empty client */
async function receiveAll(url: string): Promise<number> {
  const client = new RawClient(url, BOARD, 'anna')
  client.socket.on('open', () => client.send(syncFrame(0, new Uint8Array([0]))))
  const bytes = await new Promise<number>((resolve) =>
    client.socket.on('message', (data: Buffer) => {
      if (data[0] === 0 && data[1] === 1) resolve(data.byteLength)
    }),
  )
  client.destroy()
  return bytes
}

/** @returns the median of some runs, in milliseconds */
async function timesOf(run: () => unknown, rounds = ROUNDS): Promise<number> {
  return medianOf(async () => {
    const start = performance.now()
    await run()
    return performance.now() - start
  }, rounds)
}

async function medianOf(measured: () => Promise<number>, rounds = ROUNDS): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await measured())
  return times.sort((one, other) => one - other)[Math.floor(rounds / 2)]!
}

const print = (figures: object) => process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)

const engine = await startTestEngine()
try {
  for (const edits of [20_000, 50_000]) {
    const figures = await measure(engine, edits)
    const { state, bytesOnWire, bareEncode, bareApply, cold, warm, stockClientSynced } = figures
    print(figures)
    print({
      bytes: bytesOnWire / state,
      warmToBareEncode: warm / bareEncode,
      coldToBare: cold / (bareEncode + bareApply),
      syncedToBare: stockClientSynced / (bareEncode + bareApply),
    })
  }
} finally {
  await engine.stop()
}
