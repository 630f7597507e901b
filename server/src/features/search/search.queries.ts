import { caseBoardDocName, caseMinutesDocName, casePlanDocName } from '@colloque/board'
import { PASSAGE_MAX, SEARCH_KINDS } from '@colloque/contract'
import {
  addDays,
  DomainError,
  foldText,
  instantAt,
  parseStream,
  type AgendaItem,
  type StreamName,
} from '@colloque/domain'
import { z } from 'zod'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { CaseAccess } from '../care-circle/access.ts'
import type { PartsOf } from '../care-circle/parts.ts'
import type { DocumentPassages } from './document-passages.ts'
import { passageAround } from './passage.ts'
import { searchSources, type Hit, type Sought } from './sources.ts'

const WORDS_MOST = 8
/** The words of the collections are cut there too. */
const WORD_MOST = 40

interface Parts {
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly access: CaseAccess
  readonly documentPassages: DocumentPassages
  casesOf(actor: Actor): Promise<string[]>
  readonly partsOf: PartsOf
  conversationsOf(actor: Actor): Promise<StreamName[]>
  recordRead(accountId: string, caseId: string): Promise<void>
  /** Of one account. */
  readonly limit: RateLimit
}

/** Where a page ended: `[rank, at, id]` of its last hit. */
const CursorSchema = z.tuple([z.literal([0, 1]), z.iso.datetime({ precision: 3 }), z.string().max(64)])

/** Full text over what the reader may read alone: the streams are chosen before anything is compared. */
export function searchQueries(parts: Parts): Pick<QueryHandlers, 'search'> {
  const { changes, reader, access, documentPassages, casesOf, partsOf, conversationsOf, recordRead } = parts
  const sources = searchSources(reader, documentPassages, {
    openedBy: (caseId) => changes.cachedFold(`case:${caseId}`)?.get('patientCase', caseId)?.createdBy,
    agendaItemOf: (stream, meetingId) => itemsByMeeting(stream).get(meetingId),
  })

  /** Which item of its agenda a meeting had for a case; one that was put off belongs to both meetings. */
  function itemsByMeeting(stream: StreamName): ReadonlyMap<string, string> {
    const items = changes.cachedFold(stream)?.all<AgendaItem>('agendaItem') ?? []
    return new Map(
      items.flatMap(({ id, after }) =>
        [after?.formerMeetingId, after?.meetingId].flatMap((meetingId) =>
          meetingId ? [[meetingId, id] as const] : [],
        ),
      ),
    )
  }

  const documentsOf = (caseId: string): string[] => [
    caseBoardDocName(caseId),
    casePlanDocName(caseId),
    ...[...itemsByMeeting(`case:${caseId}`).keys()].map((meetingId) => caseMinutesDocName(caseId, meetingId)),
  ]

  async function streamsOf(actor: Actor, one: StreamName | undefined): Promise<StreamName[]> {
    if (one) {
      if (!(await access.mayReadStream(actor, one))) return []
      const caseId = caseOf(one)
      return [one, ...(caseId ? await partsOf(actor, caseId) : [])]
    }
    const [cases, narrowed, conversations] = await Promise.all([
      casesOf(actor),
      partsOf(actor),
      conversationsOf(actor),
    ])
    const readable = await Promise.all(
      conversations.map(async (stream) => ((await access.mayReadStream(actor, stream)) ? [stream] : [])),
    )
    return [...cases.map((id): StreamName => `case:${id}`), ...narrowed, ...readable.flat()]
  }

  return {
    search: async ({ search }, actor) => {
      const { q, caseId, conversationId, kind, by, from, to, cursor, limit } = search
      if (caseId !== undefined && conversationId !== undefined)
        throw new DomainError('invalid', { field: 'caseId', why: 'one_place' })
      const after = readCursor(cursor)
      await parts.limit.take(actor.accountId)
      const words = wordsOf(q)
      const one = caseId
        ? (`case:${caseId}` as const)
        : conversationId && (`conversation:${conversationId}` as const)
      const streams = await streamsOf(actor, one || undefined)
      if (words.length === 0 || streams.length === 0) return { items: [], next: null }

      const caseIds = streams.flatMap((stream) => caseOf(stream) ?? [])
      await Promise.all([
        reader.catchUpWithNode(streams),
        documentPassages.catchUp(caseIds.flatMap(documentsOf)),
      ])
      const sought: Sought = {
        ...{ streams, words, by, after: undefined, limit: limit + 1 },
        from: from && instantAt(from, '00:00'),
        until: to && instantAt(addDays(to, 1), '00:00'),
      }
      const kinds = SEARCH_KINDS.filter((known) => kind === undefined || kind === known)
      const found = await Promise.all(
        kinds.map((known) => {
          const rank = rankOf(known)
          if (after && rank < after.rank) return []
          return sources[known]({ ...sought, after: after?.rank === rank ? after : undefined })
        }),
      )
      const hits = found.flat().sort(inOrder)
      const page = hits.slice(0, limit)
      const last = page.at(-1)
      await Promise.all(
        [...new Set(page.flatMap(({ stream }) => access.caseOf(stream) ?? []))].map((id) =>
          recordRead(actor.accountId, id),
        ),
      )
      return {
        // Asked again after the last wait: the reader may have left a circle meanwhile.
        items: page
          .filter((hit) => isThere(hit) && access.mayReadStreamNow(actor, hit.stream))
          .map((hit) => present(hit, words, access.caseOf(hit.stream))),
        next: last && hits.length > limit ? writeCursor(last) : null,
      }
    },
  }
}

const wordsOf = (q: string) =>
  foldText(q)
    .split(' ')
    .filter((word) => word.length > 0)
    .slice(0, WORDS_MOST)
    .map((word) => word.slice(0, WORD_MOST))

const caseOf = (stream: StreamName) => {
  const parsed = parseStream(stream)
  return parsed?.kind === 'case' ? parsed.id : undefined
}

/** People first. */
const rankOf = (kind: Hit['kind']) => (kind === 'case' ? 0 : 1)

function inOrder(one: Hit, other: Hit): number {
  const rank = rankOf(one.kind) - rankOf(other.kind)
  if (rank !== 0) return rank
  if (one.at !== other.at) return one.at < other.at ? 1 : -1
  return one.id < other.id ? 1 : -1
}

const isThere = ({ kind, messageId }: Hit) => kind !== 'file' || messageId !== null

function present({ texts, ...hit }: Hit, words: readonly string[], caseId: string | undefined) {
  const place = parseStream(hit.stream)
  const passages = texts.flatMap((text) => (text ? [passageAround(text, words, PASSAGE_MAX)] : []))
  const shown = passages.find((passage) => hasHit(passage, words)) ?? passages[0] ?? ''
  return {
    ...hit,
    caseId: caseId ?? null,
    conversationId: place?.kind === 'conversation' ? place.id : null,
    text: shown,
  }
}

function hasHit(passage: string, words: readonly string[]): boolean {
  const folded = ` ${foldText(passage)}`
  return words.some((word) => folded.includes(` ${word}`))
}

const writeCursor = ({ kind, at, id }: Hit) =>
  Buffer.from(JSON.stringify([rankOf(kind), at, id])).toString('base64url')

/** @throws invalid for what is no cursor of ours */
function readCursor(cursor: string | undefined): { rank: 0 | 1; at: string; id: string } | undefined {
  if (cursor === undefined) return undefined
  try {
    const [rank, at, id] = CursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { rank, at, id }
  } catch {
    throw new DomainError('invalid', { field: 'cursor' })
  }
}
