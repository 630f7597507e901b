/**
 * The words of boards and plans as search reads them: one document for each, with its cards or passages, replaced
 * whole under the document's `seq`, made again from it at will. Written a while after the document was, by the node that
 * stored the batch; a search brings the documents of its reader up to date first, so that nothing depends on that node
 * being alive.
 */
import { caseBoardDocName, casePlanDocName, parseDocName } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { LogSink } from '../../platform/change-log/index.ts'
import { cardsIn, planPassagesIn, type LastEdit, type Passage, type PassageReader } from './read-passages.ts'

const PASSAGES_COLLECTION = 'passages'

/** A document in full use is projected so often; whoever searches does not wait for it. */
const BEHIND_MS = 5_000
const TERMS_OF_DOCUMENT = 20_000
const DUPLICATE_KEY = 11_000

/** What is found in a document of each kind, and how. A kind that is not here is not searched. */
const READERS = {
  board: { found: 'card', read: cardsIn },
  plan: { found: 'plan', read: planPassagesIn },
} as const satisfies Record<string, { found: string; read: PassageReader }>

export interface PassagesOfDocument {
  /** Its name. */
  readonly _id: string
  readonly stream: StreamName
  /** What its passages are found as. */
  readonly kind: 'card' | 'plan'
  /** The batch that it stands at. */
  readonly seq: number
  /** Of all its passages. */
  readonly terms: readonly string[]
  readonly passages: readonly Passage[]
}

export interface DocumentPassages {
  readonly collection: mongo.Collection<PassagesOfDocument>
  /** Makes the index, and projects behind what has grown while no server ran. */
  start(): Promise<void>
  /** The document has grown: projected within seconds. */
  touch(docName: string): void
  /** Brings the documents of these cases up to what is stored. */
  catchUp(caseIds: readonly string[]): Promise<void>
  /** The document is gone. */
  drop(docName: string): Promise<void>
  stop(): Promise<void>
}

export function createDocumentPassages(options: {
  db: mongo.Db
  boards: () => Pick<BoardServer, 'view' | 'grown' | 'names' | 'history'>
  logger: LogSink
}): DocumentPassages {
  const { db, boards, logger } = options
  const collection = db.collection<PassagesOfDocument>(PASSAGES_COLLECTION)
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
    if (document?.kind !== 'board' && document?.kind !== 'plan') return
    const { found: kind, read } = READERS[document.kind]
    const edit = await lastEdit(name)
    const seen = await boards().view(name, (doc, seq): PassagesOfDocument => {
      const passages = read(doc, edit)
      const terms = [...new Set(passages.flatMap((passage) => passage.terms))].slice(0, TERMS_OF_DOCUMENT)
      return { _id: name, stream: `case:${document.caseId}`, kind, seq, terms, passages }
    })
    if (!seen) return
    try {
      await collection.replaceOne({ _id: name, seq: { $lt: seen.seq } }, seen, { upsert: true })
    } catch (error) {
      // A later one is there already.
      if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error
    }
  }

  /** Who wrote last, and when: of what carries no author of its own. */
  async function lastEdit(name: string): Promise<LastEdit> {
    const seq = await boards().view(name, (_doc, seq) => seq)
    let edit: LastEdit = { by: '', at: new Date(0).toISOString() }
    for await (const { at, updates } of boards().history(name, (seq ?? 1) - 1))
      edit = { by: updates.at(-1)?.by ?? '', at: at.toISOString() }
    return edit
  }

  async function projectGrown(names: readonly string[]): Promise<void> {
    const held = await collection
      .find({ _id: { $in: [...names] } })
      .project<Pick<PassagesOfDocument, '_id' | 'seq'>>({ seq: 1 })
      .toArray()
    const seqs = new Map(held.map(({ _id, seq }) => [_id, seq]))
    const grown = await boards().grown(names.map((doc) => ({ doc, seq: seqs.get(doc) ?? 0 })))
    for (const name of grown) if (!stopped) await project(name)
  }

  async function projectAll(): Promise<void> {
    const names = (await boards().names()).filter((name) =>
      Object.hasOwn(READERS, parseDocName(name)?.kind ?? ''),
    )
    const AT_ONCE = 100
    for (let from = 0; from < names.length && !stopped; from += AT_ONCE)
      await projectGrown(names.slice(from, from + AT_ONCE))
  }

  const failed = (error: unknown) =>
    logger.warn({ name: (error as Error).name }, 'passages not projected; the next search does it')

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
    catchUp: (caseIds) =>
      projectGrown(caseIds.flatMap((caseId) => [caseBoardDocName(caseId), casePlanDocName(caseId)])),
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
