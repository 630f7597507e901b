/**
 * The order once one has moved by one place.
 * @returns undefined where it cannot move
 */
export function movedIds(ids: readonly string[], id: string, by: -1 | 1): string[] | undefined {
  const from = ids.indexOf(id)
  const other = ids[from + by]
  if (from < 0 || other === undefined) return undefined
  const moved = [...ids]
  moved[from] = other
  moved[from + by] = id
  return moved
}
