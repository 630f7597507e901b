import { setTimeout as sleep } from 'node:timers/promises'
import { addCard, editTitle, paragraphs, readBoard, readCardOf, setBody } from '@colloque/board'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  BOARD,
  CASE,
  StockClient,
  contentOf,
  startTestEngine,
  startTestNode,
  until,
} from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/** What was erased is nowhere, and no copy that still has it brings it back. */
const SECRET = 'séropositif'
const AT = new Date('2026-11-22T08:00:00.000Z')
const QUICK = { limits: { snapshotEvery: 4, pollMs: 50 } }

let engine: TestEngine
let node: TestNode
const nodes: TestNode[] = []
const clients: StockClient[] = []

beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  await engine.connection.db!.dropDatabase()
  node = await start()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  for (const each of nodes.splice(0)) await each.stop()
})

async function start(): Promise<TestNode> {
  const started = await startTestNode(engine, QUICK)
  nodes.push(started)
  return started
}

function connect(
  account: string,
  { url = node.url, state }: { url?: string; state?: Uint8Array } = {},
): StockClient {
  const client = new StockClient(url, BOARD, account, state ? { state } : {})
  clients.push(client)
  return client
}

/** A board on which something stands that must go: in a title, in a body, and in what was already taken out. */
async function fill(client: StockClient): Promise<void> {
  addCard(client.doc, {
    id: 'kept',
    column: 'needs',
    title: 'Pansement',
    body: 'Tous les jours',
    by: 'anna',
    at: AT,
  })
  addCard(client.doc, { id: 'one', column: 'needs', title: SECRET, by: 'anna', at: AT })
  for (let turn = 0; turn < 6; turn += 1) {
    const before = client.saved
    setBody(client.doc, 'one', `${SECRET} ${turn}`)
    await until(() => client.saved > before)
  }
  setBody(client.doc, 'one', 'Rien')
  await until(async () => (await bodyOf(node, 'one')) === 'Rien')
}

const bodyOf = async (of: TestNode, card: string) => readCardOf(await of.boards.read(BOARD), card)?.body
const eraseTitle = (doc: Y.Doc) => editTitle(doc, 'one', 'Effacé')

/** Every byte of the collections, as far as words go. */
async function bytesStored(): Promise<string> {
  const db = engine.connection.db!
  const found = await Promise.all(
    ['board_batches', 'board_snapshots'].map((name) => db.collection(name).find().toArray()),
  )
  return JSON.stringify(found, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer')
      return Buffer.from((value as unknown as { data: number[] }).data).toString('utf8')
    return typeof value === 'string' && /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value)
      ? Buffer.from(value, 'base64').toString('utf8')
      : value
  })
}

test('erasing leaves the rest, blanks what was stored, and keeps who did something when', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const batches = engine.connection.db!.collection('board_batches')
  const outline = async () =>
    (await batches.find().sort({ seq: 1 }).toArray()).map(({ seq, at, updates }) => ({
      ...{ seq, at },
      by: (updates as { by: string }[]).map(({ by }) => by),
    }))
  expect(await bytesStored()).toContain(SECRET)
  const before = await outline()
  await node.boards.erase(BOARD, 'system:redact', eraseTitle)
  expect(await bytesStored()).not.toContain(SECRET)
  expect((await outline()).slice(0, before.length)).toEqual(before)
  const doc = await node.boards.read(BOARD)
  expect(readCardOf(doc, 'one')).toMatchObject({ title: 'Effacé', body: 'Rien', createdBy: 'anna' })
  expect(readCardOf(doc, 'kept')).toMatchObject({
    title: 'Pansement',
    body: 'Tous les jours',
    createdBy: 'anna',
  })
  expect(readBoard(doc).columns).toHaveLength(4)
  expect(Y.snapshot(doc).ds.clients.size).toBe(0)
})

test('a copy from before is refused with the code epoch, whatever it brings and whichever server it meets', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const copy = Y.encodeStateAsUpdate(anna.doc)
  await node.boards.erase(BOARD, 'system:redact', eraseTitle)
  await until(() => anna.closes.includes(4409))
  expect(anna.refused).toEqual([{ code: 'epoch' }])
  const before = contentOf(await node.boards.read(BOARD))
  const restarted = await start()
  for (const { url, boards } of [node, restarted]) {
    const offline = connect('ben', { url, state: copy })
    editTitle(offline.doc, 'one', `${SECRET} encore`)
    await until(() => offline.closes.length > 0)
    expect(offline.closes).toEqual([4409])
    expect(offline.refused).toEqual([{ code: 'epoch' }])
    expect(contentOf(await boards.read(BOARD))).toEqual(before)
  }
  expect(await bytesStored()).not.toContain(SECRET)
  const fresh = await connect('anna').synced()
  editTitle(fresh.doc, 'kept', 'Pansement fait')
  await until(async () => readCardOf(await restarted.boards.read(BOARD), 'kept')?.title === 'Pansement fait')
})

test('two nodes agree: connections on the other are cut, and what goes on is the same on both', async () => {
  const second = await start()
  const anna = await connect('anna').synced()
  await fill(anna)
  const ben = await connect('ben', { url: second.url }).synced()
  await until(() => readCardOf(ben.doc, 'one')?.body === 'Rien')
  // Typed on the other node while the epoch begins: taken before it, or refused.
  const typing = (async () => {
    for (let turn = 0; turn < 40; turn += 1) {
      editTitle(ben.doc, 'kept', `Pansement ${turn}`)
      await sleep(3)
    }
  })()
  await sleep(20)
  await node.boards.erase(BOARD, 'system:redact', eraseTitle)
  await typing
  await until(() => ben.closes.includes(4409))
  expect(ben.refused).toEqual([{ code: 'epoch' }])
  const again = await connect('ben', { url: second.url }).synced()
  const here = await connect('anna').synced()
  editTitle(again.doc, 'one', 'Effacé, puis écrit')
  await until(() => readCardOf(here.doc, 'one')?.title === 'Effacé, puis écrit')
  expect(contentOf(here.doc)).toEqual(contentOf(again.doc))
  expect(contentOf(await second.boards.read(BOARD))).toEqual(contentOf(here.doc))
  expect(await bytesStored()).not.toContain(SECRET)
})

test('a second erasure keeps the ids of the first retired, and both may go on at once', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const first = Y.encodeStateAsUpdate(anna.doc)
  const second = await start()
  await Promise.all([
    node.boards.erase(BOARD, 'system:redact', eraseTitle),
    second.boards.erase(BOARD, 'system:redact', (doc) => void doc.getMap('cards').delete('kept')),
  ])
  const doc = await node.boards.read(BOARD)
  expect(readCardOf(doc, 'one')?.title).toBe('Effacé')
  expect(readCardOf(doc, 'kept')).toBeUndefined()
  const offline = connect('ben', { state: first })
  await until(() => offline.closes.includes(4409))
  expect(await bytesStored()).not.toContain(SECRET)
  expect(await bytesStored()).not.toContain('Pansement')
})

test('a node killed before the blanking: the next one to start does it', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const batches = engine.connection.db!.collection('board_batches')
  const snapshots = engine.connection.db!.collection<{ _id: string }>('board_snapshots')
  const kept = await batches.find({ doc: BOARD }).toArray()
  const snapshot = await snapshots.findOne({ _id: BOARD })
  await node.boards.erase(BOARD, 'system:redact', eraseTitle)
  // As the node left them that stored the epoch's batch, and died then.
  for (const { _id, updates } of kept) await batches.updateOne({ _id }, { $set: { updates } })
  await batches.updateOne({ doc: BOARD, epoch: 1 }, { $set: { blanked: false } })
  if (snapshot) await snapshots.replaceOne({ _id: BOARD }, snapshot)
  await node.stop()
  nodes.length = 0
  expect(await bytesStored()).toContain(SECRET)
  node = await start()
  expect(await bytesStored()).not.toContain(SECRET)
  expect(readCardOf(await node.boards.read(BOARD), 'one')).toMatchObject({ title: 'Effacé', body: 'Rien' })
  const offline = connect('ben', { state: Y.encodeStateAsUpdate(anna.doc) })
  await until(() => offline.closes.includes(4409))
})

test('states from before cannot be read any more, those of the epoch can', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const before = (await node.boards.view(BOARD, (_doc, seq) => seq))!
  await node.boards.erase(BOARD, 'system:redact', eraseTitle)
  await node.boards.edit(BOARD, 'system:seed', (doc) => editTitle(doc, 'one', 'Après'))
  for (let seq = 1; seq <= before; seq += 1) expect(await node.boards.readAt(BOARD, seq)).toBeUndefined()
  const at = async (seq: number) => readCardOf((await node.boards.readAt(BOARD, seq))!, 'one')?.title
  expect([await at(before + 1), await at(before + 2)]).toEqual(['Effacé', 'Après'])
  expect(await (await start()).boards.view(BOARD, (doc) => readCardOf(doc, 'one')?.title)).toBe('Après')
})

test('what would break the document’s rules is refused, and nothing is changed', async () => {
  const anna = await connect('anna').synced()
  await fill(anna)
  const before = contentOf(await node.boards.read(BOARD))
  await expect(
    node.boards.erase(
      BOARD,
      'system:redact',
      (doc) => void doc.getMap<Y.Map<unknown>>('cards').get('one')!.delete('place'),
    ),
  ).rejects.toThrow('value')
  await expect(
    node.boards.erase(BOARD, 'x', () => {
      throw new RangeError('no')
    }),
  ).rejects.toThrow(RangeError)
  expect(contentOf(await node.boards.read(BOARD))).toEqual(before)
  expect(anna.closes).toEqual([])
})

test('rich text, marks and lists come through an erasure as they were', async () => {
  const plan = `case/${CASE}/plan`
  await node.boards.edit(plan, 'system:seed', (doc) => {
    const heading = new Y.XmlElement('heading')
    heading.setAttribute('level', 2 as never)
    const text = new Y.XmlText('Vit seule')
    heading.insert(0, [text])
    doc.getXmlFragment('situation').insert(0, [heading, ...paragraphs('Sa fille vient')])
    text.format(0, 3, { bold: {} })
    doc.getXmlFragment('health').insert(0, paragraphs(SECRET))
  })
  const situation = async () => (await node.boards.read(plan)).getXmlFragment('situation')
  const before = (await situation()).toJSON()
  await node.boards.erase(plan, 'system:redact', (doc) => doc.getXmlFragment('health').delete(0, 1))
  expect((await situation()).toJSON()).toEqual(before)
  expect(((await situation()).get(0) as Y.XmlElement).getAttribute('level')).toBe(2)
  expect(await bytesStored()).not.toContain(SECRET)
})
