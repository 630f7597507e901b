import type { Board, BoardCard, BoardColumn } from '@colloque/board'

/**
 * The board as read again, with the very objects of the last reading wherever nothing changed: what is drawn from
 * them is not drawn again.
 */
export function keepUnchanged(before: Board, after: Board): Board {
  const known = new Map(
    [...before.columns.flatMap(({ cards }) => cards), ...before.archivedCards].map((card) => [card.id, card]),
  )
  const keepCards = (held: readonly BoardCard[] | undefined, cards: readonly BoardCard[]) => {
    const kept = cards.map((card) => keepCard(known.get(card.id), card))
    return held && isSameList(held, kept) ? held : kept
  }
  const columns = after.columns.map((column): BoardColumn => {
    const held = before.columns.find(({ id }) => id === column.id)
    const cards = keepCards(held?.cards, column.cards)
    const isSame = held?.cards === cards && held.title === column.title && held.order === column.order
    return isSame ? held : { ...column, cards }
  })
  return {
    columns: isSameList(before.columns, columns) ? before.columns : columns,
    archivedCards: keepCards(before.archivedCards, after.archivedCards),
  }
}

function keepCard(before: BoardCard | undefined, after: BoardCard): BoardCard {
  if (!before) return after
  const { links: heldLinks, ...held } = before
  const { links, ...fields } = after
  const isSame =
    isSameList(Object.values(held), Object.values(fields)) &&
    isSameList(heldLinks.map(linkName), links.map(linkName))
  return isSame ? before : after
}

const linkName = ({ type, id }: BoardCard['links'][number]) => `${type}:${id}`

const isSameList = (one: readonly unknown[], other: readonly unknown[]) =>
  one.length === other.length && one.every((value, index) => value === other[index])
