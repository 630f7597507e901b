import * as Y from 'yjs'
import { cardsOf, columnsOf } from './board.ts'
import type { CardMap } from './board.ts'
import { compareOrder } from './order.ts'
import { countChecks, plainText } from './text.ts'
import { LINK_TYPES, PERSON, PlaceSchema } from './values.ts'
import type { LinkType } from './values.ts'

/** A board as plain values, ordered as it is shown. */
export interface Board {
  readonly columns: readonly BoardColumn[]
  readonly archivedCards: readonly BoardCard[]
  readonly archivedColumns: readonly ArchivedColumn[]
}

export interface ArchivedColumn {
  readonly id: string
  readonly title: string
  /** ISO instant. */
  readonly archived: string
}

export interface BoardColumn {
  readonly id: string
  readonly title: string
  readonly order: string
  readonly cards: readonly BoardCard[]
}

export interface BoardCard {
  readonly id: string
  readonly title: string
  /** The body's words, without their formatting. */
  readonly body: string
  readonly column: string
  readonly order: string
  /** A calendar day. */
  readonly due?: string
  readonly links: readonly { readonly type: LinkType; readonly id: string }[]
  /** Account ids of whoever is on the card. */
  readonly people: readonly string[]
  /** The boxes of its checklists, and how many are ticked. */
  readonly checks: number
  readonly ticked: number
  readonly createdBy: string
  readonly createdAt: string
  readonly archived?: string
}

/** The columns in order, archived ones left out. */
export function readColumns(doc: Y.Doc): { id: string; title: string; order: string }[] {
  return [...columnsOf(doc)]
    .filter(([, column]) => !column.has('archived'))
    .map(([id, column]) => ({ id, title: String(column.get('title')), order: String(column.get('order')) }))
    .sort(compareOrder)
}

/** The columns that were taken off the board, the last one first. */
export function readArchivedColumns(doc: Y.Doc): ArchivedColumn[] {
  return [...columnsOf(doc)]
    .flatMap(([id, column]) => {
      const archived = column.get('archived')
      return typeof archived === 'string' ? [{ id, title: String(column.get('title')), archived }] : []
    })
    .sort((one, other) => (one.archived < other.archived ? 1 : -1))
}

/** Reads the whole board. A card whose column is archived or unknown is shown in the first column. */
export function readBoard(doc: Y.Doc): Board {
  const cards = [...cardsOf(doc)].map(([id, card]) => readCard(id, card))
  return arrange(readColumns(doc), readArchivedColumns(doc), cards)
}

/** Puts cards into columns as they are shown. */
export function arrange(
  columns: ReturnType<typeof readColumns>,
  archivedColumns: readonly ArchivedColumn[],
  cards: readonly BoardCard[],
): Board {
  const groups = new Map(columns.map(({ id }) => [id, [] as BoardCard[]]))
  const first = groups.values().next().value
  const archivedCards: BoardCard[] = []
  for (const card of cards.toSorted(compareOrder)) {
    if (card.archived !== undefined) archivedCards.push(card)
    else (groups.get(card.column) ?? first)?.push(card)
  }
  return {
    columns: columns.map((column) => ({ ...column, cards: groups.get(column.id)! })),
    archivedCards,
    archivedColumns,
  }
}

/** Where the cards of a column stand, in their order, without their words. */
export function readPlaces(doc: Y.Doc, columnId: string): { id: string; order: string }[] {
  const columns = readColumns(doc)
  const known = new Set(columns.map(({ id }) => id))
  return [...cardsOf(doc)]
    .flatMap(([id, card]) => {
      const place = card.has('archived') ? undefined : PlaceSchema.safeParse(card.get('place')).data
      const column = place && known.has(place.column) ? place.column : columns[0]?.id
      return place && column === columnId ? [{ id, order: place.order }] : []
    })
    .sort(compareOrder)
}

/** One card, or undefined where the board has none by this id. */
export function readCardOf(doc: Y.Doc, cardId: string): BoardCard | undefined {
  const card = cardsOf(doc).get(cardId)
  return card && readCard(cardId, card)
}

function readCard(id: string, card: CardMap): BoardCard {
  const due = card.get('due')
  const archived = card.get('archived')
  const body = card.get('body')
  const place = PlaceSchema.safeParse(card.get('place'))
  return {
    id,
    title: String(card.get('title') ?? ''),
    body: body instanceof Y.XmlFragment ? plainText(body) : '',
    column: place.data?.column ?? '',
    order: place.data?.order ?? '',
    ...readLinks(card.get('links')),
    ...countChecks(body),
    createdBy: String(card.get('createdBy') ?? ''),
    createdAt: String(card.get('createdAt') ?? ''),
    ...(typeof due === 'string' ? { due } : {}),
    ...(typeof archived === 'string' ? { archived } : {}),
  }
}

function readLinks(links: unknown): Pick<BoardCard, 'links' | 'people'> {
  const keys = links instanceof Y.Map ? [...links.keys()].sort() : []
  const idsOf = (name: string) =>
    keys.flatMap((key) => (key.startsWith(`${name}:`) ? [key.slice(name.length + 1)] : []))
  return {
    links: LINK_TYPES.toSorted().flatMap((type) => idsOf(type).map((id) => ({ type, id }))),
    people: idsOf(PERSON),
  }
}
