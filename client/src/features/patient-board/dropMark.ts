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

/** The card beside which, or the column in which, a card that is let go here would stand. */
export function cardMarkAt(x: number, y: number): Found | undefined {
  const under = document.elementFromPoint(x, y)
  const tile = under?.closest<HTMLElement>('[data-card]')
  if (tile) {
    const { top, height } = tile.getBoundingClientRect()
    return {
      element: tile,
      mark: { card: tile.dataset['card']!, edge: y < top + height / 2 ? 'top' : 'bottom' },
    }
  }
  const column = under?.closest<HTMLElement>('[data-column]')
  return column ? { element: column, mark: { column: column.dataset['column']!, edge: 'inside' } } : undefined
}

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
