/**
 * The cards of every board as search reads them: one document for each board, replaced whole under the board's `seq`,
 * made again from the board at will. Written a while after the board was, by the node that stored the batch; a search
 * brings the boards of its reader up to date first, so that nothing depends on that node being alive.
 */
import { caseBoardDocName, parseDocName, readBoard, type BoardCard } from '@colloque/board'
import { searchTerms, type StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { LogSink } from '../../platform/change-log/index.ts'

const CARDS_COLLECTION = 'cards'

/** A board in full use is projected so often; whoever searches does not wait for it. */
const BEHIND_MS = 5_000
const TERMS_OF_BOARD = 20_000
const DUPLICATE_KEY = 11_000

export interface SearchedCard extends Pick<BoardCard, 'id' | 'title' | 'body' | 'createdBy' | 'createdAt'> {
  readonly archived: boolean
  readonly terms: readonly string[]
}

export interface CardsOfBoard {
  /** Name of the board's document. */
  readonly _id: string
  readonly stream: StreamName
  /** The batch that it stands at. */
  readonly seq: number
  /** Of all its cards. */
  readonly terms: readonly string[]
  readonly cards: readonly SearchedCard[]
}

export interface BoardCards {
  readonly collection: mongo.Collection<CardsOfBoard>
  /** Makes the index, and projects behind what has grown while no server ran. */
  start(): Promise<void>
  /** The board has grown: projected within seconds. */
  touch(docName: string): void
  /** Brings the boards of these cases up to what is stored. */
  catchUp(caseIds: readonly string[]): Promise<void>
  /** The board is gone. */
  drop(docName: string): Promise<void>
  stop(): Promise<void>
}

export function createBoardCards(options: {
  db: mongo.Db
  boards: () => Pick<BoardServer, 'view' | 'grown' | 'names'>
  logger: LogSink
}): BoardCards {
  const { db, boards, logger } = options
  const collection = db.collection<CardsOfBoard>(CARDS_COLLECTION)
  const waiting = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()
  let behind: Promise<void> = Promise.resolve()
  let stopped = false

  /** Several who ask at once share one reading that began after the last of them asked, or wait for the next. */
  async function project(name: string): Promise<void> {
    await running.get(name)?.catch(() => undefined)
    const under = running.get(name)
    if (under) return under
    const projecting = write(name).finally(() => running.delete(name))
    running.set(name, projecting)
    return projecting
  }

  async function write(name: string): Promise<void> {
    const document = parseDocName(name)
    if (document?.kind !== 'board') return
    const seen = await boards().view(name, (doc, seq): CardsOfBoard => {
      const { columns, archivedCards } = readBoard(doc)
      const cards = [...columns.flatMap((column) => column.cards), ...archivedCards].map(searchedCard)
      const terms = [...new Set(cards.flatMap((card) => card.terms))].slice(0, TERMS_OF_BOARD)
      return { _id: name, stream: `case:${document.caseId}`, seq, terms, cards }
    })
    if (!seen) return
    try {
      await collection.replaceOne({ _id: name, seq: { $lt: seen.seq } }, seen, { upsert: true })
    } catch (error) {
      // A later one is there already.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error
    }
  }

  async function projectGrown(names: readonly string[]): Promise<void> {
    const held = await collection
      .find({ _id: { $in: [...names] } })
      .project<Pick<CardsOfBoard, '_id' | 'seq'>>({ seq: 1 })
      .toArray()
    const seqs = new Map(held.map(({ _id, seq }) => [_id, seq]))
    const grown = await boards().grown(names.map((doc) => ({ doc, seq: seqs.get(doc) ?? 0 })))
    for (const name of grown) if (!stopped) await project(name)
  }

  async function projectAll(): Promise<void> {
    const names = (await boards().names()).filter((name) => parseDocName(name)?.kind === 'board')
    const AT_ONCE = 100
    for (let from = 0; from < names.length && !stopped; from += AT_ONCE)
      await projectGrown(names.slice(from, from + AT_ONCE))
  }

  const failed = (error: unknown) =>
    logger.warn({ name: (error as Error).name }, 'cards not projected; the next search does it')

  return {
    collection,
    async start() {
      await collection.createIndexes([{ key: { stream: 1, terms: 1 } }])
      behind = projectAll().catch(failed)
    },
    touch(name) {
      if (stopped || waiting.has(name)) return
      const soon = setTimeout(() => {
        waiting.delete(name)
        project(name).catch(failed)
      }, BEHIND_MS)
      waiting.set(name, soon.unref())
    },
    catchUp: (caseIds) => projectGrown(caseIds.map(caseBoardDocName)),
    async drop(name) {
      await collection.deleteOne({ _id: name })
    },
    async stop() {
      stopped = true
      for (const timer of waiting.values()) clearTimeout(timer)
      await Promise.allSettled([behind, ...running.values()])
    },
  }
}

function searchedCard({ id, title, body, createdBy, createdAt, archived }: BoardCard): SearchedCard {
  return {
    ...{ id, title, body, createdBy, createdAt },
    archived: archived !== undefined,
    terms: searchTerms([title, body], 2_000),
  }
}
