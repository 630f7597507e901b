/**
 * The words of boards, plans and minutes as search reads them: one document for each, with its cards or passages,
 * replaced whole under the document's `seq`, made again from it at will. Written a while after the document was, by the
 * node that stored the batch; a search brings the documents of its reader up to date first, so that nothing depends on
 * that node being alive.
 */
import { parseDocName } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import type { BoardServer } from '../../platform/boards/index.ts'
import type { LogSink } from '../../platform/change-log/index.ts'
import {
  cardsIn,
  minutesIn,
  planPassagesIn,
  type LastEdit,
  type Passage,
  type PassageReader,
} from './read-passages.ts'

const PASSAGES_COLLECTION = 'passages'

/** A document in full use is projected so often; whoever searches does not wait for it. */
const BEHIND_MS = 5_000
const TERMS_OF_DOCUMENT = 20_000
const DUPLICATE_KEY = 11_000

type FoundAs = 'card' | 'plan' | 'minutes'

/** What is found in a document, whose it is, and how it is read; undefined for one that belongs to no case. */
function readingOf(
  name: string,
): { readonly found: FoundAs; readonly caseId: string; readonly read: PassageReader } | undefined {
  const document = parseDocName(name)
  switch (document?.kind) {
    case 'board':
      return { found: 'card', caseId: document.caseId, read: cardsIn }
    case 'plan':
      return { found: 'plan', caseId: document.caseId, read: planPassagesIn }
    case 'case-minutes':
      return { found: 'minutes', caseId: document.caseId, read: minutesIn(document.meetingId) }
    default:
      return undefined
  }
}

export interface PassagesOfDocument {
  /** Its name. */
  readonly _id: string
  readonly stream: StreamName
  /** What its passages are found as. */
  readonly kind: FoundAs
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
  /** Brings these documents up to what is stored; those that are not there are passed over. */
  catchUp(docNames: readonly string[]): Promise<void>
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
    const reading = readingOf(name)
    if (!reading) return
    const { found: kind, caseId, read } = reading
    const edit = await lastEdit(name)
    const seen = await boards().view(name, (doc, seq): PassagesOfDocument => {
      const passages = read(doc, edit)
      const terms = [...new Set(passages.flatMap((passage) => passage.terms))].slice(0, TERMS_OF_DOCUMENT)
      return { _id: name, stream: `case:${caseId}`, kind, seq, terms, passages }
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
    const names = (await boards().names()).filter((name) => readingOf(name) !== undefined)
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
    catchUp: projectGrown,
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
