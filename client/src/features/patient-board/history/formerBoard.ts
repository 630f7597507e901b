import type { Board, BoardCard } from '@colloque/board'

/** How a card of a former state stands today. */
export type Since = 'same' | 'changed' | 'removed'

export const cardsOn = ({ columns }: Board): BoardCard[] => columns.flatMap(({ cards }) => cards)

/** @param today the board of now; what the eye sees is compared, the order within a column left out */
export function sinceOf(card: BoardCard, today: Board): Since {
  const now = cardsOn(today).find(({ id }) => id === card.id)
  if (!now) return 'removed'
  return lookOf(card) === lookOf(now) ? 'same' : 'changed'
}

/** Cards of today that were not on the board then. */
export function addedSince(former: Board, today: Board): number {
  const then = new Set(cardsOn(former).map(({ id }) => id))
  return cardsOn(today).filter(({ id }) => !then.has(id)).length
}

const lookOf = ({ title, body, column, due, links, people, checks, ticked }: BoardCard) =>
  JSON.stringify([title, body, column, due, links, people, checks, ticked])
