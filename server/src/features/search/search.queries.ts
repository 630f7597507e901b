import { SEARCH_KINDS } from '@colloque/contract'
import { foldText, patientName, type EntityType } from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { Projected } from '../../platform/projections.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { projections } from '../../platform/entity-projections.ts'

type SearchKind = (typeof SEARCH_KINDS)[number]

interface Parts {
  readonly reader: ProjectionReader
  casesOf(actor: Actor): Promise<string[]>
}

/** Where each kind is found, and the line that shows it. */
const SOURCES = {
  case: {
    projection: projections.cases,
    text: (found: Projected<'patientCase'>) => `${patientName(found.patient)} — ${found.reason}`,
  },
  message: { projection: projections.messages, text: (found: Projected<'message'>) => found.text },
  task: { projection: projections.tasks, text: (found: Projected<'task'>) => found.title },
  medication: { projection: projections.medications, text: (found: Projected<'medication'>) => found.name },
  flag: { projection: projections.flags, text: (found: Projected<'flag'>) => found.title },
} as const

/** Who and when, by kind: each state names its author in its own word. */
const AUTHOR_FIELDS = ['authorId', 'createdBy', 'addedBy', 'raisedBy'] as const
const TIME_FIELDS = ['postedAt', 'createdAt', 'startedAt', 'raisedAt'] as const

/** Full text over the reader's own cases alone: the streams are chosen before anything is compared. */
export function searchQueries({ reader, casesOf }: Parts): Pick<QueryHandlers, 'search'> {
  const find = async (kind: SearchKind, streams: string[], words: string[], limit: number) => {
    const { projection, text } = SOURCES[kind]
    // Folded words hold letters and digits alone, so nothing of the query is read as a pattern.
    const terms = words.map((word) => new RegExp(`^${word}`))
    // Straight from the driver: mongoose would read the patterns as operators to be disarmed.
    const found = (await reader
      .model(projection as { name: string; type: EntityType })
      .collection.find({ terms: { $all: terms }, stream: { $in: streams } })
      .sort({ createdAt: -1 })
      .limit(limit)
      .toArray()) as unknown as (Projected<EntityType> & Record<string, unknown>)[]
    return found.map((document) => ({
      kind,
      id: document._id,
      caseId: document.stream.slice('case:'.length),
      text: (text as (found: unknown) => string)(document).slice(0, 300),
      by: String(firstOf(document, AUTHOR_FIELDS) ?? ''),
      at: String(firstOf(document, TIME_FIELDS) ?? document['createdAt']),
    }))
  }

  return {
    search: async ({ search: { q, caseId, kind, limit } }, actor) => {
      const words = foldText(q)
        .split(' ')
        .filter((word) => word.length > 0)
        .slice(0, 8)
      const mine = await casesOf(actor)
      const streams = mine.filter((id) => caseId === undefined || id === caseId).map((id) => `case:${id}`)
      if (words.length === 0 || streams.length === 0) return { items: [] }
      const kinds = kind === undefined ? SEARCH_KINDS : [kind]
      const found = await Promise.all(kinds.map((one) => find(one, streams, words, limit)))
      // People first, then passages, the newest first.
      const [people, passages] = [
        found.flat().filter((item) => item.kind === 'case'),
        found.flat().filter((item) => item.kind !== 'case'),
      ]
      passages.sort((one, other) => (one.at < other.at ? 1 : -1))
      return { items: [...people, ...passages].slice(0, limit) }
    },
  }
}

function firstOf(document: Record<string, unknown>, fields: readonly string[]): unknown {
  return fields.map((field) => document[field]).find((value) => value !== undefined)
}
