/** What a search is narrowed to. It stands in the address, so that Back and a link return to the same answer. */
import { SEARCH_KINDS, type QuerySearch } from '@colloque/contract'
import { parseStream, type StreamName } from '@colloque/domain'
import type { LocationQuery } from 'vue-router'

export interface SearchFilters {
  readonly q: string
  /** A situation or a conversation; undefined for everywhere. */
  readonly place: StreamName | undefined
  /** Account id of the author. */
  readonly by: string | undefined
  readonly kind: (typeof SEARCH_KINDS)[number] | undefined
  /** First and last day, YYYY-MM-DD. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/** Names in the query string. */
const NAMES = { q: 'q', place: 'ou', by: 'de', kind: 'nature', from: 'du', to: 'au' } as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Whatever an address holds that is no filter is left out. */
export function filtersIn(query: LocationQuery): SearchFilters {
  const given = (name: keyof typeof NAMES) => {
    const value = query[NAMES[name]]
    return typeof value === 'string' && value ? value : undefined
  }
  const day = (name: 'from' | 'to') => {
    const value = given(name)
    return value && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined
  }
  const place = given('place') as StreamName | undefined
  const known = place && parseStream(place)
  return {
    q: given('q') ?? '',
    place: known?.kind === 'case' || known?.kind === 'conversation' ? place : undefined,
    by: given('by'),
    kind: SEARCH_KINDS.find((one) => one === given('kind')),
    from: day('from'),
    to: day('to'),
  }
}

/** The query string of an address that leads to these filters. */
export const addressOf = (filters: Partial<SearchFilters>): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((name) =>
      filters[name] ? [[NAMES[name], filters[name]]] : [],
    ),
  )

/** What the server is asked. */
export function searchOf({ q, place, by, kind, from, to }: SearchFilters): QuerySearch<'search'> {
  const stream = place && parseStream(place)
  return {
    q: q.slice(0, 100),
    ...(stream?.kind === 'case' ? { caseId: stream.id } : {}),
    ...(stream?.kind === 'conversation' ? { conversationId: stream.id } : {}),
    ...(by ? { by } : {}),
    ...(kind ? { kind } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
}

export const isNarrowed = ({ q: _, ...filters }: SearchFilters): boolean =>
  Object.values(filters).some((value) => value !== undefined)
