/** One step of a change of text, as Yjs tells it. */
export interface TextStep {
  readonly retain?: number
  readonly insert?: unknown
  readonly delete?: number
}

/** Where a caret goes when others change the text around it. What is inserted at the caret comes after it. */
export function caretAfter(steps: readonly TextStep[], caret: number): number {
  let at = 0
  let moved = caret
  for (const { retain, insert, delete: removed } of steps) {
    if (retain) at += retain
    else if (typeof insert === 'string') {
      if (at < moved) moved += insert.length
      at += insert.length
    } else if (removed) moved -= Math.max(0, Math.min(moved - at, removed))
  }
  return moved
}

/**
 * What a text becomes when somebody's edit of an older version meets the changes that were made since.
 * @param shown the version that was edited
 * @param edited what the person made of it
 * @param current what the others made of it, in these steps
 */
export function mergeEdit(
  shown: string,
  edited: string,
  current: string,
  missed: readonly (readonly TextStep[])[],
): string {
  let start = 0
  const most = Math.min(shown.length, edited.length)
  while (start < most && shown[start] === edited[start]) start += 1
  let end = 0
  while (end < most - start && shown.at(-1 - end) === edited.at(-1 - end)) end += 1
  const through = (position: number) => missed.reduce((at, steps) => caretAfter(steps, at), position)
  const inserted = edited.slice(start, edited.length - end)
  return current.slice(0, through(start)) + inserted + current.slice(through(shown.length - end))
}
