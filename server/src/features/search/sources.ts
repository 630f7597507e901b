/** Where each kind of thing is found, by the beginnings of the words in it, and what is shown of it. */
import { SEARCH_KINDS } from '@colloque/contract'
import { patientName, type EntityType, type StreamName } from '@colloque/domain'
import { projections } from '../../platform/entity-projections.ts'
import type { Projected } from '../../platform/projections.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { DocumentPassages, PassagesOfDocument } from './document-passages.ts'
import type { Passage } from './read-passages.ts'

export type SearchKind = (typeof SEARCH_KINDS)[number]

export interface Sought {
  /** The reader's own: chosen before anything is compared. */
  readonly streams: readonly StreamName[]
  /** Folded: letters and digits alone, so that nothing of a query is read as a pattern. */
  readonly words: readonly string[]
  readonly by: string | undefined
  /** Instants, the second one excluded. */
  readonly from: string | undefined
  readonly until: string | undefined
  /** The last one of the page before. */
  readonly after: { readonly at: string; readonly id: string } | undefined
  readonly limit: number
}

export interface Hit {
  readonly kind: SearchKind
  readonly id: string
  readonly stream: StreamName
  readonly threadId: string | null
  /** Of a file: the message that it came with. */
  readonly messageId: string | null
  /** Of a decision and of minutes. */
  readonly agendaItemId: string | null
  readonly title: string | null
  /** The passage is taken from the first one that has a hit. */
  readonly texts: readonly (string | null)[]
  readonly by: string
  readonly at: string
  /** Of a card or a passage of a plan: it has been taken off the board, or out of the plan. */
  readonly archived: boolean
}

export type Source = (sought: Sought) => Promise<Hit[]>

/** What a kind shows, and its fields that say who and when. */
interface Shown<Type extends EntityType> {
  readonly projection: { readonly name: string; readonly type: Type }
  readonly by?: (keyof Projected<Type> & string) | 'reported.by' | 'made.by'
  readonly at: string
  readonly only?: Record<string, unknown>
  show(found: Projected<Type>): Pick<Hit, 'title' | 'texts'> & Partial<Pick<Hit, 'threadId' | 'agendaItemId'>>
}

/** Every kind's source. */
export function searchSources(
  reader: ProjectionReader,
  documentPassages: DocumentPassages,
  {
    openedBy,
    agendaItemOf,
  }: {
    openedBy(caseId: string): string | undefined
    agendaItemOf(stream: StreamName, meetingId: string): string | undefined
  },
): Record<SearchKind, Source> {
  const inProjection =
    <Type extends EntityType>(
      kind: SearchKind,
      { projection, by = 'createdBy' as never, at, only, show }: Shown<Type>,
    ): Source =>
    async (sought) => {
      // Straight from the driver: mongoose would read the patterns as operators to be disarmed.
      const found = (await reader
        .model(projection)
        .collection.find({
          stream: { $in: [...sought.streams] },
          $and: [...matching(sought.words, 'terms'), ...within(sought, { by, at, id: '_id' })],
          ...only,
        } as never)
        .hint({ stream: 1, terms: 1 })
        .sort({ [at]: -1, _id: -1 })
        .limit(sought.limit)
        .project({ terms: 0 })
        .toArray()) as unknown as (Projected<Type> & Record<string, unknown>)[]
      return found.map((document) => ({
        ...{ kind, id: document._id, threadId: null, messageId: null, agendaItemId: null, archived: false },
        stream: document.stream as StreamName,
        by: String(fieldOf(document, by) ?? ''),
        at: String(document[at]),
        ...show(document),
      }))
    }

  return {
    case: byWhomOpened(
      inProjection('case', {
        projection: projections.cases,
        at: 'createdAt',
        show: ({ patient, reason }) => ({ title: null, texts: [`${patientName(patient)} — ${reason}`] }),
      }),
      openedBy,
    ),
    message: inProjection('message', {
      projection: projections.messages,
      by: 'authorId',
      at: 'postedAt',
      only: { deleted: null },
      show: ({ text, threadId }) => ({ title: null, texts: [text], threadId }),
    }),
    file: filesWithMessages(
      inProjection('file', {
        projection: projections.files,
        by: 'addedBy',
        at: 'addedAt',
        show: ({ name }) => ({ title: name, texts: [name] }),
      }),
      reader,
    ),
    task: inProjection('task', {
      projection: projections.tasks,
      by: 'createdBy',
      at: 'createdAt',
      show: ({ title, detail, note }) => ({ title, texts: [title, detail, note] }),
    }),
    card: inDocuments('card', documentPassages),
    plan: inDocuments('plan', documentPassages),
    medication: inProjection('medication', {
      projection: projections.medications,
      by: 'addedBy',
      at: 'createdAt',
      show: ({ name, indication }) => ({ title: name, texts: [name, indication] }),
    }),
    flag: inProjection('flag', {
      projection: projections.flags,
      by: 'raisedBy',
      at: 'raisedAt',
      show: ({ title, detail }) => ({ title, texts: [title, detail] }),
    }),
    report: inProjection('report', {
      projection: projections.treatmentReports,
      by: 'reported.by',
      at: 'createdAt',
      show: ({ words, noticedBy }) => ({ title: null, texts: [words, noticedBy] }),
    }),
    decision: inProjection('decision', {
      projection: projections.decisions,
      by: 'made.by',
      at: 'createdAt',
      only: { withdrawn: null },
      show: ({ text, agendaItemId }) => ({ title: null, texts: [text], agendaItemId }),
    }),
    minutes: async (sought) => {
      const found = await inDocuments('minutes', documentPassages)(sought)
      return found.map((hit) => ({ ...hit, agendaItemId: agendaItemOf(hit.stream, hit.id) ?? null }))
    },
    wordedReading: inProjection('wordedReading', {
      projection: projections.wordedReadings,
      by: 'takenBy',
      at: 'takenAt',
      show: ({ words }) => ({ title: null, texts: [words] }),
    }),
  }
}

/** A field by its path, as the database names it. */
const fieldOf = (document: Record<string, unknown>, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)

/** Who opened a case is not in its state. A person has few enough cases to look at all that match. */
function byWhomOpened(cases: Source, openedBy: (caseId: string) => string | undefined): Source {
  return async (sought) => {
    const found = await cases({
      ...sought,
      by: undefined,
      limit: sought.by === undefined ? sought.limit : 1_000,
    })
    return found
      .map((hit) => ({ ...hit, by: openedBy(hit.id) ?? '' }))
      .filter(({ by }) => sought.by === undefined || by === sought.by)
      .slice(0, sought.limit)
  }
}

/** A file stands where its message stands. One whose message was deleted, or never came, is not there to be found. */
function filesWithMessages(files: Source, reader: ProjectionReader): Source {
  return async (sought) => {
    const found = await files(sought)
    if (found.length === 0) return found
    const messages = (await reader
      .model(projections.messages)
      .collection.find({
        stream: { $in: [...new Set(found.map(({ stream }) => stream))] },
        fileIds: { $in: found.map(({ id }) => id) },
        deleted: null,
      } as never)
      .project({ stream: 1, threadId: 1, fileIds: 1 })
      .toArray()) as unknown as Pick<Projected<'message'>, '_id' | 'stream' | 'threadId' | 'fileIds'>[]
    return found.map((hit) => {
      const message = messages.find(
        ({ stream, fileIds }) => stream === hit.stream && fileIds.includes(hit.id),
      )
      return message ? { ...hit, messageId: message._id, threadId: message.threadId } : hit
    })
  }
}

function inDocuments(kind: PassagesOfDocument['kind'], { collection }: DocumentPassages): Source {
  return async (sought) => {
    type Unwound = Omit<PassagesOfDocument, 'passages'> & { passages: Passage }
    const fields = { by: 'passages.createdBy', at: 'passages.createdAt', id: 'passages.id' }
    const found = await collection
      .aggregate<Unwound>(
        [
          { $match: { stream: { $in: [...sought.streams] }, kind, $and: matching(sought.words, 'terms') } },
          { $project: { stream: 1, passages: 1 } },
          { $unwind: '$passages' },
          { $match: { $and: [...matching(sought.words, 'passages.terms'), ...within(sought, fields)] } },
          { $sort: { 'passages.createdAt': -1, 'passages.id': -1 } },
          { $limit: sought.limit },
        ],
        { hint: { stream: 1, terms: 1 } },
      )
      .toArray()
    return found.map(({ stream, passages: { id, title, body, createdBy, createdAt, archived } }) => ({
      ...{ kind, id, stream, title, archived, threadId: null, messageId: null, agendaItemId: null },
      ...{ texts: [title, body], by: createdBy, at: createdAt },
    }))
  }
}

/** The longest word first: the index is searched for that one. */
const matching = (words: readonly string[], field: string) =>
  [...words]
    .sort((one, other) => other.length - one.length)
    .map((word) => ({ [field]: new RegExp(`^${word}`) }))

/** Those of one person, of a period, and of the pages that follow. */
function within(
  { by, from, until, after }: Sought,
  fields: { by: string; at: string; id: string },
): Record<string, unknown>[] {
  const conditions: Record<string, unknown>[] = []
  if (by !== undefined) conditions.push({ [fields.by]: by })
  if (from !== undefined) conditions.push({ [fields.at]: { $gte: from } })
  if (until !== undefined) conditions.push({ [fields.at]: { $lt: until } })
  if (after) {
    const earlier = { [fields.at]: { $lt: after.at } }
    const atOnce = { [fields.at]: after.at, [fields.id]: { $lt: after.id } }
    conditions.push({ $or: [earlier, atOnce] })
  }
  return conditions
}
