import {
  addCard,
  bodyOf,
  editTitle,
  moveCard,
  readBoard,
  readCardOf,
  setBody,
  titleOf,
} from '@colloque/board'
import { createBoardConnection, createMemoryDocumentStore } from '@colloque/sdk'
import type { BoardConnection } from '@colloque/sdk'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, CASE, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/** The client that the interface uses, against the real server. */
let engine: TestEngine
let node: TestNode
const connections: BoardConnection[] = []

beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())
beforeEach(async () => {
  await engine.connection.db!.dropDatabase()
  node = await startTestNode(engine)
})
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.destroy()
  await node.stop()
})

async function open(account: string, getToken = () => account): Promise<BoardConnection> {
  const connection = createBoardConnection({
    url: node.url,
    document: BOARD,
    accountId: account,
    getToken: async () => getToken(),
  })
  connections.push(connection)
  await until(() => connection.state.connection === 'online' && connection.state.seq > 0)
  return connection
}

let made = 0
function add({ doc }: BoardConnection, by: string, title = 'A card'): string {
  made += 1
  addCard(doc, { id: `card-${made}`, column: 'needs', title, by, at: new Date() })
  return `card-${made}`
}

async function storedDoc(): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for await (const { updates } of engine.connection.db!.collection('board_batches').find().sort({ seq: 1 })) {
    for (const { u } of updates as { u: { buffer: Uint8Array } }[]) Y.applyUpdate(doc, u.buffer)
  }
  return doc
}

test('says saved only of what the database has', async () => {
  const anna = await open('anna')
  const card = add(anna, 'anna')
  const wrong: string[] = []
  let checks = Promise.resolve()
  let title = ''
  anna.subscribe(({ saved }) => {
    const expected = title
    if (saved && expected) {
      checks = checks.then(async () => {
        const there = readCardOf(await storedDoc(), card)?.title ?? ''
        // Later edits may have been stored since; an earlier one may not be missing.
        if (Number(there.slice(6)) < Number(expected.slice(6))) wrong.push(`${there} < ${expected}`)
      })
    }
  })
  for (let count = 0; count < 60; count += 1) {
    title = `Title ${count}`
    editTitle(anna.doc, card, title)
    expect(anna.state.saved).toBe(false)
    if (count % 3 === 0) await until(() => anna.state.saved)
  }
  await until(() => anna.state.saved)
  await checks
  expect(wrong).toEqual([])
})

test('is unsaved while offline, goes on, and is saved when back, with a new token each time', async () => {
  let tokens = 0
  const anna = await open('anna', () => {
    tokens += 1
    return 'anna'
  })
  const ben = await open('ben')
  anna.disconnect()
  const card = add(anna, 'anna', 'Written offline')
  expect(anna.state).toMatchObject({ connection: 'offline', saved: false })
  expect(anna.state.unsavedSince).toBeInstanceOf(Date)
  anna.reconnect()
  await until(() => anna.state.saved)
  expect(readCardOf(await storedDoc(), card)?.title).toBe('Written offline')
  await until(() => readCardOf(ben.doc, card) !== undefined)
  expect(readBoard(ben.doc).columns[0]!.cards).toHaveLength(1)
  expect(tokens).toBe(2)
})

test('comes back by itself when the server was away', async () => {
  const anna = await open('anna')
  const { port } = new URL(node.url)
  await node.stop()
  await until(() => anna.state.connection === 'offline')
  const card = add(anna, 'anna', 'While it was away')
  node = await startTestNode(engine, {}, Number(port))
  await until(() => anna.state.saved)
  expect(readCardOf(await storedDoc(), card)?.title).toBe('While it was away')
})

test('a refusal keeps the words: does again what it may, shows the rest, goes on under a new client id', async () => {
  const anna = await open('anna')
  const card = add(anna, 'anna', 'Mine')
  const other = add(anna, 'anna', 'Other')
  await until(() => anna.state.saved)
  const before = anna.doc.clientID
  anna.disconnect()
  editTitle(anna.doc, card, 'Mine, edited')
  setBody(anna.doc, other, 'Words to keep')
  // Something no interface does: the server must refuse all that came with it.
  anna.doc.getMap('cards').delete('card-that-is-not-there')
  anna.doc.getMap<unknown>('cards').set('Broken Id', new Y.Map())
  anna.reconnect()
  await until(() => anna.state.generation === 1 && anna.state.saved)
  expect(anna.state.refused).toEqual({ code: 'key', rest: [] })
  expect(anna.doc.clientID).not.toBe(before)
  const stored = await storedDoc()
  expect(readCardOf(stored, card)?.title).toBe('Mine, edited')
  expect(readCardOf(stored, other)?.body).toBe('Words to keep')
  expect([...stored.getMap('cards').keys()]).not.toContain('Broken Id')
})

test('a reader is told, and keeps the words that could not be sent', async () => {
  const anna = await open('anna')
  const card = add(anna, 'anna', 'Read me')
  const reader = await open('reader')
  expect([anna.state.readOnly, reader.state.readOnly]).toEqual([false, true])
  await until(() => readCardOf(reader.doc, card) !== undefined)
  editTitle(reader.doc, card, 'Changed by a reader')
  moveCard(reader.doc, card, { column: 'done' })
  await until(() => reader.state.generation === 1 && reader.state.connection === 'online')
  await until(() => readCardOf(reader.doc, card)?.title === 'Read me')
  expect(reader.state.refused).toMatchObject({ code: 'read_only', rest: [{ text: 'Changed by a reader' }] })
  expect(reader.state.saved).toBe(false)
  reader.dismiss()
  expect(reader.state.saved).toBe(true)
})

test('words that fell into what another deleted come back to their author', async () => {
  const anna = await open('anna')
  const card = add(anna, 'anna')
  setBody(anna.doc, card, 'First line')
  const ben = await open('ben')
  await until(() => readCardOf(ben.doc, card)?.body === 'First line')
  anna.disconnect()
  const line = bodyOf(anna.doc, card).get(0) as Y.XmlElement
  ;(line.get(0) as Y.XmlText).insert(10, ', and what I learnt today')
  setBody(ben.doc, card, 'Another line')
  await until(() => ben.state.saved)
  anna.reconnect()
  await until(() => anna.state.returned.length > 0)
  expect(anna.state.returned).toEqual([', and what I learnt today'])
  expect(anna.state.refused).toBeUndefined()
})

test('formatting that two set at once is tidied by all, readers too, and nobody is refused', async () => {
  const anna = await open('anna')
  const card = add(anna, 'anna')
  setBody(anna.doc, card, 'Some words to mark')
  const ben = await open('ben')
  const reader = await open('reader')
  await until(() => [ben, reader].every(({ doc }) => readCardOf(doc, card)?.body !== undefined))
  await until(() => anna.state.saved)
  const textOf = ({ doc }: BoardConnection) => (bodyOf(doc, card).get(0) as Y.XmlElement).get(0) as Y.XmlText
  await until(() => [ben, reader].every((connection) => textOf(connection).length === 18))
  for (let count = 0; count < 10; count += 1) {
    anna.disconnect()
    textOf(anna).format(0, 12, { bold: count % 2 ? null : {} })
    textOf(ben).format(5, 10, { bold: count % 3 ? {} : null })
    if (count === 5) textOf(ben).delete(3, 6)
    if (count === 5) textOf(ben).insert(3, 'new ')
    anna.reconnect()
    await until(() => anna.state.saved && ben.state.saved)
  }
  await until(() => JSON.stringify(textOf(anna).toDelta()) === JSON.stringify(textOf(reader).toDelta()))
  expect([anna, ben, reader].map(({ state }) => [state.refused, state.generation, state.saved])).toEqual(
    Array.from({ length: 3 }, () => [undefined, 0, true]),
  )
})

test('losing access ends it, and says so', async () => {
  const anna = await open('anna')
  node.access.set('anna', 'none')
  node.boards.closeAccess({ caseId: CASE }, 4403)
  await until(() => anna.state.ended !== undefined)
  expect(anna.state).toMatchObject({ ended: { code: 4403 }, connection: 'offline' })
})

test('a token that has run out is asked for once more before the end', async () => {
  let tokens = 0
  const anna = await open('anna', () => {
    tokens += 1
    return tokens === 1 ? 'NOT-A-TOKEN' : 'anna'
  })
  expect(anna.state.ended).toBeUndefined()
  const nobody = createBoardConnection({
    url: node.url,
    document: BOARD,
    accountId: 'nobody',
    getToken: async () => 'NOT-A-TOKEN',
  })
  connections.push(nobody)
  await until(() => nobody.state.ended?.code === 4401)
})

test('others are seen under the name that the server knows', async () => {
  const anna = await open('anna')
  const ben = await open('ben')
  anna.setPresence({ card: 'card-1' })
  await until(() => ben.present().some(({ card }) => card === 'card-1'))
  expect(ben.present()).toEqual([
    {
      clientId: anna.doc.clientID,
      card: 'card-1',
      user: { id: 'anna', name: 'Name of anna', profession: 'nurse' },
    },
  ])
})

test('a copy from before an erasure brings nothing of it back, and offers its author their own words alone', async () => {
  const store = createMemoryDocumentStore()
  const anna = createBoardConnection({
    ...{ url: node.url, document: BOARD, accountId: 'anna', store },
    getToken: async () => 'anna',
  })
  connections.push(anna)
  await until(() => anna.state.connection === 'online' && anna.state.seq > 0)
  const ben = await open('ben')
  const card = add(ben, 'ben', 'Voir Zéphyrin demain')
  await until(() => readCardOf(anna.doc, card) !== undefined)
  anna.disconnect()
  titleOf(anna.doc, card).insert(5, 'aussi sa fille et ')
  setBody(anna.doc, card, 'Zéphyrin : appeler lundi')
  await node.boards.erase(BOARD, 'system:redact', (doc) => void doc.getMap('cards').delete(card))
  anna.reconnect()
  await until(
    () =>
      anna.state.connection === 'online' && anna.state.generation === 1 && anna.state.refused !== undefined,
  )
  await until(() => anna.state.refused!.rest.every(({ text }) => !text.includes('Zéphyrin')))
  await anna.flush()
  const kept = await store.load(BOARD)
  expect(kept.some(({ kind }) => kind === 'refused')).toBe(true)
  expect(kept.map(({ bytes }) => new TextDecoder().decode(bytes)).join()).not.toContain('Zéphyrin')
  expect(JSON.stringify([anna.state, anna.doc.toJSON()])).not.toContain('Zéphyrin')
  expect(anna.state.refused).toMatchObject({
    code: 'epoch',
    rest: [
      { path: ['cards', card, 'title'], text: 'aussi sa fille et' },
      { path: ['cards', card, 'body'], text: ': appeler lundi' },
    ],
  })
  await until(() => ben.state.connection === 'online')
  expect(JSON.stringify([ben.state, ben.doc.toJSON()])).not.toContain('Zéphyrin')
})
