/** Where a card goes, computed from the columns as they are shown. */
import type { BoardColumn } from '@colloque/board'

export interface Target {
  readonly column: string
  /** The card to stand before; at the end otherwise. */
  readonly before?: string
}

export type Direction = 'up' | 'down' | 'left' | 'right'

export interface Place {
  readonly column: BoardColumn
  readonly columnIndex: number
  /** From 0. */
  readonly index: number
}

/** Where a card stands; undefined when it is not shown. */
export function placeOf(columns: readonly BoardColumn[], cardId: string): Place | undefined {
  for (const [columnIndex, column] of columns.entries()) {
    const index = column.cards.findIndex(({ id }) => id === cardId)
    if (index >= 0) return { column, columnIndex, index }
  }
  return undefined
}

/** One step from where the card is; undefined at the edge of the board. */
export function stepFrom(
  columns: readonly BoardColumn[],
  cardId: string,
  direction: Direction,
): Target | undefined {
  const place = placeOf(columns, cardId)
  if (!place) return undefined
  const { column, columnIndex, index } = place
  switch (direction) {
    case 'up':
      return index > 0 ? targetAt(column, index - 1, cardId) : undefined
    case 'down':
      return index < column.cards.length - 1 ? targetAt(column, index + 1, cardId) : undefined
    case 'left':
    case 'right': {
      const next = columns[columnIndex + (direction === 'left' ? -1 : 1)]
      return next && targetAt(next, index, cardId)
    }
  }
}

/** The place with this many other cards above it. */
export function targetAt(column: BoardColumn, index: number, moving: string): Target {
  const others = column.cards.filter(({ id }) => id !== moving)
  return targetBefore(column.id, others[index]?.id)
}

/** The place that a card dropped on the upper or lower half of another goes to. */
export function targetBeside(column: BoardColumn, cardId: string, edge: 'top' | 'bottom', moving: string) {
  const others = column.cards.filter(({ id }) => id !== moving)
  const at = others.findIndex(({ id }) => id === cardId)
  return targetBefore(column.id, at < 0 ? undefined : others[edge === 'top' ? at : at + 1]?.id)
}

const targetBefore = (column: string, before: string | undefined): Target =>
  before === undefined ? { column } : { column, before }

/** Whether the card would stand where it stands. */
export function isSamePlace(columns: readonly BoardColumn[], cardId: string, target: Target): boolean {
  const place = placeOf(columns, cardId)
  if (!place || place.column.id !== target.column) return false
  return place.column.cards[place.index + 1]?.id === target.before || target.before === cardId
}
