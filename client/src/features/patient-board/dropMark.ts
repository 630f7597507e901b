/**
 * Where a dragged card or column would go, read from the page itself: a tile carries `data-card`, a column
 * `data-column`. The place under the pointer is marked with `data-drop`, by hand: a board has hundreds of tiles, and
 * none of them needs drawing anew for a line.
 */
export type DropMark =
  | { readonly card: string; readonly edge: 'top' | 'bottom' }
  | { readonly column: string; readonly edge: 'inside' | 'left' | 'right' }

interface Found {
  readonly element: HTMLElement
  readonly mark: DropMark
}

/**
 * The card beside which, or the column in which, a card that is let go here would stand: what is under the pointer, or
 * under a bar that lies over the board, and else the nearest column.
 */
export function cardMarkAt(x: number, y: number): Found | undefined {
  for (const part of document.elementsFromPoint(x, y)) {
    const tile = part.closest<HTMLElement>('[data-card]')
    if (tile) {
      const { top, height } = tile.getBoundingClientRect()
      const edge = y < top + height / 2 ? 'top' : 'bottom'
      return { element: tile, mark: { card: tile.dataset['card']!, edge } }
    }
    const column = part.closest<HTMLElement>('[data-column]')
    if (column) return inside(column)
  }
  const [nearest] = [...document.querySelectorAll<HTMLElement>('[data-column]')]
    .map((column) => ({ column, away: distanceTo(column.getBoundingClientRect(), x, y) }))
    .sort((one, other) => one.away - other.away)
  return nearest && inside(nearest.column)
}

const inside = (column: HTMLElement): Found => ({
  element: column,
  mark: { column: column.dataset['column']!, edge: 'inside' },
})

/** From a point to a box, in pixels; 0 within it. */
const distanceTo = ({ left, right, top, bottom }: DOMRect, x: number, y: number) =>
  Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom))

/** The column beside which a column that is let go here would stand. */
export function columnMarkAt(x: number, y: number): Found | undefined {
  const column = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-column]')
  if (!column) return undefined
  const { left, width } = column.getBoundingClientRect()
  const edge = x < left + width / 2 ? 'left' : 'right'
  return { element: column, mark: { column: column.dataset['column']!, edge } }
}

/** Shows one place at a time. */
export function createDropMark() {
  let marked: HTMLElement | undefined
  return {
    show(found: Found | undefined, isSelf = false) {
      const next = isSelf ? undefined : found?.element
      if (marked !== next) marked?.removeAttribute('data-drop')
      marked = next
      if (found && next && next.dataset['drop'] !== found.mark.edge) next.dataset['drop'] = found.mark.edge
    },
  }
}
