import { setTimeout as sleep } from 'node:timers/promises'
import { addCard, editTitle, readCardOf } from '@colloque/board'
import { createBoardConnection } from '@colloque/sdk'
import type { BoardConnection } from '@colloque/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, StockClient, contentOf, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/** The database is killed in mid-edit: what was told saved is there, and nobody has to do anything. */
let engine: TestEngine
let nodes: TestNode[]
const connections: BoardConnection[] = []

beforeEach(async () => {
  engine = await startTestEngine()
  nodes = [await startTestNode(engine), await startTestNode(engine)]
})
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.destroy()
  for (const node of nodes) await node.stop()
  await engine.stop()
})

/** Somebody who adds cards without pause, and remembers which of them they were told are saved. */
class Writer {
  readonly connection: BoardConnection
  readonly told = new Set<string>()
  readonly #account: string
  readonly #made: string[] = []

  constructor(node: TestNode, account: string) {
    this.#account = account
    this.connection = createBoardConnection({
      url: node.url,
      document: BOARD,
      accountId: account,
      getToken: async () => account,
    })
    connections.push(this.connection)
    this.connection.subscribe(({ saved }) => {
      if (saved) for (const id of this.#made) this.told.add(id)
    })
  }

  write(): void {
    const id = `${this.#account}-${this.#made.length}`
    addCard(this.connection.doc, { id, column: 'needs', title: id, by: this.#account, at: new Date() })
    this.#made.push(id)
    const previous = this.#made.at(-2)
    if (previous) editTitle(this.connection.doc, previous, `${previous} edited`)
  }
}

test('three times kill -9 of the engine under two nodes and four writers', async () => {
  const writers = ['anna', 'ben', 'carl', 'dora'].map(
    (account, index) => new Writer(nodes[index % 2]!, account),
  )
  await until(() => writers.every(({ connection }) => connection.state.connection === 'online'))
  for (let kill = 0; kill < 3; kill += 1) {
    for (let turn = 0; turn < 40; turn += 1) {
      for (const writer of writers) writer.write()
      if (turn === 20) process.kill(engine.engine.pid()!, 'SIGKILL')
      await sleep(5)
    }
    const told = new Set(writers.flatMap((writer) => [...writer.told]))
    await until(() => writers.every(({ connection }) => connection.state.saved), 40_000)
    const stored = await nodes[0]!.boards.read(BOARD)
    for (const id of told) expect(readCardOf(stored, id), id).toBeDefined()
  }
  const [first, ...others] = writers
  for (const { connection } of others) {
    await until(
      () => JSON.stringify(contentOf(connection.doc)) === JSON.stringify(contentOf(first!.connection.doc)),
    )
  }
  expect(first!.told.size).toBe(120)
  const before = contentOf(first!.connection.doc)
  for (const node of nodes.splice(0)) await node.stop()
  nodes = [await startTestNode(engine)]
  const restarted = await nodes[0]!.boards.read(BOARD)
  expect(contentOf(restarted)).toEqual(before)
  for (const writer of writers)
    for (const id of writer.told) expect(readCardOf(restarted, id), id).toBeDefined()
}, 120_000)

test('while the database stands still nothing is told saved, and nobody else sees it', async () => {
  const [anna, ben] = [new Writer(nodes[0]!, 'anna'), new Writer(nodes[0]!, 'ben')]
  await until(() => [anna, ben].every(({ connection }) => connection.state.connection === 'online'))
  process.kill(engine.engine.pid()!, 'SIGSTOP')
  anna.write()
  await sleep(500)
  expect(anna.connection.state.saved).toBe(false)
  expect(readCardOf(ben.connection.doc, 'anna-0')).toBeUndefined()
  process.kill(engine.engine.pid()!, 'SIGCONT')
  await until(() => anna.connection.state.saved)
  await until(() => readCardOf(ben.connection.doc, 'anna-0') !== undefined)
}, 60_000)

test('what comes while a batch is under way is not told saved with it', async () => {
  const anna = new Writer(nodes[0]!, 'anna')
  await until(() => anna.connection.state.connection === 'online')
  process.kill(engine.engine.pid()!, 'SIGSTOP')
  anna.write()
  await sleep(100)
  anna.write()
  await sleep(100)
  nodes[0]!.boards.makeReadOnly({})
  process.kill(engine.engine.pid()!, 'SIGCONT')
  await until(() => nodes[0]!.refusals.length > 0)
  const stored = await nodes[0]!.boards.read(BOARD)
  expect(readCardOf(stored, 'anna-0')).toBeDefined()
  expect(readCardOf(stored, 'anna-1')).toBeUndefined()
  expect([...anna.told]).not.toContain('anna-1')
}, 60_000)

test('what is sent again on another connection while it is under way is told saved only when it is', async () => {
  const anna = new Writer(nodes[0]!, 'anna')
  await until(() => anna.connection.state.connection === 'online')
  process.kill(engine.engine.pid()!, 'SIGSTOP')
  anna.write()
  await sleep(100)
  const again = new StockClient(nodes[0]!.url, BOARD, 'anna', {
    state: Y.encodeStateAsUpdate(anna.connection.doc),
  })
  await again.synced()
  await sleep(300)
  expect(again.saved).toBe(0)
  process.kill(engine.engine.pid()!, 'SIGCONT')
  await until(() => again.saved === 1)
  again.destroy()
}, 60_000)

test('a database that stays away closes boards with 4503, and edits are kept by their clients until it is back', async () => {
  await nodes[0]!.stop()
  nodes[0] = await startTestNode(engine, { limits: { unknownMs: 300 } })
  const writer = new Writer(nodes[0], 'anna')
  const closes: number[] = []
  await until(() => writer.connection.state.connection === 'online')
  writer.connection.subscribe(({ connection }) => closes.push(connection === 'offline' ? 1 : 0))
  process.kill(engine.engine.pid()!, 'SIGSTOP')
  writer.write()
  await until(() => writer.connection.state.connection === 'offline')
  expect(writer.connection.state.saved).toBe(false)
  process.kill(engine.engine.pid()!, 'SIGCONT')
  await until(() => writer.connection.state.saved, 30_000)
  expect(readCardOf(await nodes[0].boards.read(BOARD), 'anna-0')).toBeDefined()
}, 60_000)
