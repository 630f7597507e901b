import { setTimeout as sleep } from 'node:timers/promises'
import * as board from '@colloque/board'
import { createBoardConnection } from '@colloque/sdk'
import type { BoardConnection } from '@colloque/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BOARD, contentOf, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/**
 * Four people on two nodes edit at random, leave and come back at random. When quiet, state vector, delete set
 * and content are equal on all replicas and on a restarted server. The seed is in the test's name; pin those
 * that failed.
 */
const SEEDS = [1, 20261122, Math.floor(Math.random() * 2 ** 31)]
const PEOPLE = ['anna', 'ben', 'carl', 'dora']
const STEPS = 250

let engine: TestEngine
let nodes: TestNode[]

beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())

test.each(SEEDS)(
  'converges with seed %i',
  async (seed) => {
    await engine.connection.db!.dropDatabase()
    nodes = [await startTestNode(engine), await startTestNode(engine)]
    const random = mulberry32(seed)
    const people = PEOPLE.map((account, index) => open(nodes[index % 2]!, account))
    try {
      await until(() => people.every(({ state }) => state.connection === 'online'))
      for (let step = 0; step < STEPS; step += 1) {
        const who = Math.floor(random() * people.length)
        takeStep(people[who]!, PEOPLE[who]!, step, random)
        if (random() < 0.3) await sleep(random() * 8)
      }
      for (const person of people) person.reconnect()
      await until(() => people.every(({ state }) => state.saved), 20_000)
      const [first, ...others] = people
      const content = () => JSON.stringify(contentOf(first!.doc))
      for (const other of others) await until(() => JSON.stringify(contentOf(other.doc)) === content())
      expect(people.map(({ state }) => state.refused)).toEqual(PEOPLE.map(() => undefined))
      const before = contentOf(first!.doc)
      for (const node of nodes.splice(0)) await node.stop()
      nodes = [await startTestNode(engine)]
      expect(contentOf(await nodes[0]!.boards.read(BOARD))).toEqual(before)
    } finally {
      for (const person of people) person.destroy()
      for (const node of nodes) await node.stop()
    }
  },
  60_000,
)

function open(node: TestNode, account: string): BoardConnection {
  return createBoardConnection({
    url: node.url,
    document: BOARD,
    accountId: account,
    getToken: async () => account,
  })
}

function takeStep(person: BoardConnection, account: string, step: number, random: () => number): void {
  const { doc } = person
  const { columns, archivedCards } = board.readBoard(doc)
  const cards = columns.flatMap((column) => column.cards)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  const card = pick(cards)
  const column = pick(columns)!
  const at = new Date()
  const what = random()
  if (what < 0.06) person.disconnect()
  else if (what < 0.2) person.reconnect()
  else if (what < 0.35 || !card) {
    board.addCard(doc, {
      id: `${account}-${step}`,
      column: column.id,
      title: `Card ${step}`,
      body: 'Words',
      by: account,
      at,
    })
  } else if (what < 0.55) board.moveCard(doc, card.id, { column: column.id, before: pick(cards)!.id })
  else if (what < 0.75) board.editTitle(doc, card.id, `${card.title} ${step}`.slice(-200))
  else if (what < 0.85) board.setBody(doc, card.id, `Words of ${account}\nat ${step}`)
  else if (what < 0.92) board.archiveCard(doc, card.id, at)
  else if (archivedCards.length > 0) board.restoreCard(doc, pick(archivedCards)!.id)
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
