import { setTimeout as sleep } from 'node:timers/promises'
import * as board from '@colloque/board'
import { checkBoards, createRandom, operationsOf } from '@colloque/history'
import type { HistoryEvent } from '@colloque/history'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, CASE, StockClient, startTestEngine, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'

/**
 * Four people with stock clients, on two nodes over one database, edit a board and a plan at random. They are cut off
 * and come back, documents leave memory, snapshots are written, and one node dies in mid-edit. Checker C2 judges: when
 * quiet, state vector, delete set and content are equal on all replicas and on a restarted server, and all that was
 * told saved is there, once. The seed is in the test's name; pin those that failed.
 */
const SEEDS = [1, 20261122, Math.floor(Math.random() * 2 ** 31)]
const PEOPLE = ['anna', 'ben', 'carl', 'helper']
const PLAN = `case/${CASE}/plan`
const STEPS = 300
/** Everybody forgets and compacts all the time. */
const LIMITS = { idleMs: 30, pollMs: 50, snapshotEvery: 8, keepAliveMs: 1_000, resyncMs: 500 }

let engine: TestEngine
beforeAll(async () => {
  engine = await startTestEngine()
})
afterAll(() => engine.stop())

test.each(SEEDS)(
  'converges with seed %i',
  async (seed) => {
    await engine.connection.db!.dropDatabase()
    const random = createRandom(seed)
    const nodes = [
      await startTestNode(engine, { limits: LIMITS }),
      await startTestNode(engine, { limits: LIMITS }),
    ]
    const events: HistoryEvent[] = []
    const editors = PEOPLE.flatMap((account, index) =>
      [BOARD, PLAN].map((document) => new Editor(nodes[index % 2]!, document, account, events)),
    )
    try {
      await until(() => editors.every(({ isSynced }) => isSynced))
      for (let step = 0; step < STEPS; step += 1) {
        if (step === STEPS / 2) await replace(nodes, 1, editors)
        editors[Math.floor(random() * editors.length)]!.step(step, random)
        if (random() < 0.3) await sleep(random() * 8)
      }
      for (const editor of editors) editor.connect()
      await until(() => editors.every(({ isSaved }) => isSaved), 20_000)
      for (const document of [BOARD, PLAN]) await judge(document, editors, events)
    } finally {
      for (const editor of editors) editor.destroy()
      for (const node of nodes) await node.stop()
    }
  },
  60_000,
)

/** Kills a node: its sockets end without a word, what it had not stored is gone. People find the next one. */
async function replace(nodes: TestNode[], index: number, editors: readonly Editor[]): Promise<void> {
  const dead = nodes[index]!
  const next = await startTestNode(engine, { limits: LIMITS })
  for (const editor of editors) if (editor.node === dead) editor.moveTo(next)
  nodes[index] = next
  await dead.kill()
}

async function judge(
  document: string,
  all: readonly Editor[],
  events: readonly HistoryEvent[],
): Promise<void> {
  const editors = all.filter((editor) => editor.document === document)
  const [first] = editors
  const replicasNow = () => editors.map(({ account, client }) => replicaOf(account, client.doc))
  const areEqual = () => replicasNow().every((replica) => replica.text === replicasNow()[0]!.text)
  await until(areEqual).catch(() => undefined)
  const restarted = await startTestNode(engine)
  try {
    const stored = await restarted.boards.read(document)
    const operations = operationsOf(events.filter(({ key }) => key === document))
    const replicas = [replicaOf('the restarted server', stored), ...replicasNow()]
    expect(checkBoards({ operations, replicas, words: wordsOn(stored) })).toEqual([])
    expect(operations.filter(({ outcome }) => outcome === 'ok').length).toBeGreaterThan(10)
    expect(editors.flatMap(({ client }) => client.refused)).toEqual([])
    expect(first!.client.doc.share.size).toBeGreaterThan(0)
  } finally {
    await restarted.stop()
  }
}

/** One person with one document open in the stock client, who writes words that stand nowhere else. */
class Editor {
  readonly document: string
  readonly account: string
  readonly client: StockClient
  node: TestNode
  readonly #events: HistoryEvent[]
  /** Words whose author was not told yet that they are saved. */
  #unsaved: HistoryEvent[] = []

  constructor(node: TestNode, document: string, account: string, events: HistoryEvent[]) {
    this.node = node
    this.document = document
    this.account = account
    this.#events = events
    this.client = new StockClient(node.url, document, account)
    this.client.onSaved = () => this.#note()
  }

  get isSynced(): boolean {
    return this.client.provider.synced
  }

  get isSaved(): boolean {
    return this.isSynced && this.client.isSaved
  }

  connect(): void {
    if (!this.client.provider.shouldConnect) this.client.provider.connect()
  }

  moveTo(node: TestNode): void {
    this.node = node
    this.client.provider.serverUrl = node.url
  }

  destroy(): void {
    this.client.destroy()
  }

  step(step: number, random: () => number): void {
    const what = random()
    if (what < 0.06) return this.client.provider.disconnect()
    if (what < 0.2) return this.connect()
    const word = `w${step}-${this.account}`
    const wrote =
      this.document === BOARD
        ? editBoard(this.client.doc, this.account, word, random)
        : editPlan(this.client.doc, this.account, word, random)
    if (wrote) this.#invoke(word)
  }

  #invoke(word: string): void {
    const { document: key, account: client } = this
    const operation = this.#events.length + 1
    const event: HistoryEvent = {
      ...{ type: 'invoke', operation, client, name: 'edit', key, commandId: word, value: { word } },
      time: performance.now(),
    }
    this.#events.push(event)
    this.#unsaved.push(event)
  }

  /** All is told saved at once: offline edits travel in the step 2, and all since in frames that were confirmed. */
  #note(): void {
    if (!this.client.isSaved) return
    for (const event of this.#unsaved.splice(0))
      this.#events.push({ ...event, type: 'ok', time: performance.now(), result: {} })
  }
}

/** @returns whether the word was written */
function editBoard(doc: Y.Doc, account: string, word: string, random: () => number): boolean {
  const { columns, archivedCards } = board.readBoard(doc)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  const cards = columns.flatMap((column) => column.cards)
  const [card, column] = [pick(cards), pick(columns)]
  if (!column) return false
  const at = new Date()
  const what = random()
  if (what < 0.25 || !card) {
    board.addCard(doc, { id: word.toLowerCase(), column: column.id, title: word, by: account, at })
    return true
  }
  if (what < 0.4) {
    board.moveCard(doc, card.id, { column: column.id, before: pick(cards)!.id })
    return false
  }
  if (what < 0.9) {
    append(bodyOf(doc, card.id), word, random)
    return true
  }
  if (what < 0.95) board.archiveCard(doc, card.id, at)
  else if (archivedCards.length > 0) board.restoreCard(doc, pick(archivedCards)!.id)
  return false
}

/** @returns whether the word was written */
function editPlan(doc: Y.Doc, account: string, word: string, random: () => number): boolean {
  const what = random()
  if (what < 0.3) {
    board.addObjective(doc, { id: word.toLowerCase(), words: word, by: account, at: new Date() })
    return true
  }
  // One of them may not write of the person's health, and tidies there all the same.
  append(doc.getXmlFragment(account === 'helper' || what < 0.6 ? 'situation' : 'health'), word, random)
  return true
}

const bodyOf = (doc: Y.Doc, id: string) =>
  (doc.getMap('cards').get(id) as Y.Map<unknown>).get('body') as Y.XmlFragment

/** Writes a word somewhere in a rich text, or as a paragraph of its own. */
function append(fragment: Y.XmlFragment, word: string, random: () => number): void {
  fragment.doc!.transact(() => {
    const paragraph = fragment.length > 0 && random() < 0.6 ? (fragment.get(0) as Y.XmlElement) : undefined
    const text = paragraph?.get(0)
    if (text instanceof Y.XmlText) {
      text.insert(0, `${word} `)
    } else fragment.insert(fragment.length, board.paragraphs(`${word} `))
  })
}

/** Every word of the form that editors write, as often as it stands there. */
function wordsOn(doc: Y.Doc): string[] {
  return textOf(doc).match(/\bw\d+-[a-z]+(?= |")/g) ?? []
}

function textOf(doc: Y.Doc): string {
  if (doc.getMap('cards').size > 0) {
    const cards = Object.values(doc.getMap('cards').toJSON()) as { title: string; body: string }[]
    return cards.map(({ title, body }) => `"${title}" ${body}`).join('\n')
  }
  const objectives = Object.values(doc.getMap('objectives').toJSON()) as { text: string }[]
  const texts = ['situation', 'health'].map((root) => doc.getXmlFragment(root).toJSON())
  return [...objectives.map(({ text }) => `"${text}"`), ...texts].join('\n')
}

function replicaOf(name: string, doc: Y.Doc) {
  const roots = ['meta', 'columns', 'cards', 'objectives', 'actions', 'alerts', 'reviews']
  const texts = ['situation', 'health', 'supports']
  const maps = roots.map((root) => doc.getMap(root).toJSON())
  const json = JSON.stringify([maps, texts.map((root) => doc.getXmlFragment(root).toJSON())], inOrder)
  const stateVector = JSON.stringify(
    [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([one], [other]) => one - other),
  )
  const deleted = [...Y.snapshot(doc).ds.clients].sort(([one], [other]) => one - other)
  const deleteSet = JSON.stringify(deleted)
  return { name, json, stateVector, deleteSet, text: json + stateVector + deleteSet }
}

/** For JSON.stringify: keys in order, since a Y.Map has them in the order of their coming. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}
