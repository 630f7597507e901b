import * as Y from 'yjs'
import { cardsOf, columnsOf } from './board.ts'
import type { CardMap } from './board.ts'
import { compareOrder } from './order.ts'
import { plainText } from './text.ts'
import { LINK_TYPES, PlaceSchema } from './values.ts'
import type { LinkType } from './values.ts'

/** A board as plain values, ordered as it is shown. */
export interface Board {
  readonly columns: readonly BoardColumn[]
  readonly archivedCards: readonly BoardCard[]
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

/** Reads the whole board. A card whose column is archived or unknown is shown in the first column. */
export function readBoard(doc: Y.Doc): Board {
  const columns = readColumns(doc)
  const cards = [...cardsOf(doc)].map(([id, card]) => readCard(id, card)).sort(compareOrder)
  const known = new Set(columns.map(({ id }) => id))
  const shownIn = (card: BoardCard) => (known.has(card.column) ? card.column : columns[0]?.id)
  return {
    columns: columns.map((column) => ({
      ...column,
      cards: cards.filter((card) => card.archived === undefined && shownIn(card) === column.id),
    })),
    archivedCards: cards.filter((card) => card.archived !== undefined),
  }
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
    links: readLinks(card.get('links')),
    createdBy: String(card.get('createdBy') ?? ''),
    createdAt: String(card.get('createdAt') ?? ''),
    ...(typeof due === 'string' ? { due } : {}),
    ...(typeof archived === 'string' ? { archived } : {}),
  }
}

function readLinks(links: unknown): { type: LinkType; id: string }[] {
  if (!(links instanceof Y.Map)) return []
  return [...links.keys()].sort().flatMap((key) => {
    const type = LINK_TYPES.find((known) => key.startsWith(`${known}:`))
    return type ? [{ type, id: key.slice(type.length + 1) }] : []
  })
}
