const LONGEST = 64
/** Three rows of the table of distances, for one word at a time. */
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1)) as [Uint8Array, Uint8Array, Uint8Array]

/**
 * How many letters have to be replaced, added, left out or swapped with their neighbour until `typed` begins `word`
 * (optimal string alignment).
 * @returns undefined for more than `most`
 */
export function editsToBegin(word: string, typed: string, most: number): number | undefined {
  const width = Math.min(word.length, typed.length + most, LONGEST)
  if (width < typed.length - most) return undefined
  let [before, last, next] = rows
  for (let column = 0; column <= width; column++) last[column] = column
  for (let row = 1; row <= typed.length; row++) {
    next[0] = row
    let least = row
    for (let column = 1; column <= width; column++) {
      const isSame = typed[row - 1] === word[column - 1]
      let edits = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1))
      const isSwapped =
        row > 1 && column > 1 && typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1]
      if (isSwapped) edits = Math.min(edits, before[column - 2]! + 1)
      next[column] = edits
      if (edits < least) least = edits
    }
    if (least > most) return undefined
    ;[before, last, next] = [last, next, before]
  }
  let least = last[0]!
  for (let column = 1; column <= width; column++) least = Math.min(least, last[column]!)
  return least <= most ? least : undefined
}
