/** What changed between two versions of some words: simple enough to be read, exact enough to be trusted. */

export interface WordChange {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Beyond this many words on either side, the whole is shown as replaced. */
const MOST = 2_000

/** The words of `after`, with those of `before` that are gone where they stood. */
export function wordChanges(before: string, after: string): WordChange[] {
  const [one, other] = [before.match(/\s+|[^\s]+/g) ?? [], after.match(/\s+|[^\s]+/g) ?? []]
  let start = 0
  while (start < one.length && start < other.length && one[start] === other[start]) start++
  let end = 0
  while (
    end < one.length - start &&
    end < other.length - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  )
    end++
  const [removed, added] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  return joined([
    ...piece('same', other.slice(0, start)),
    ...(removed.length > MOST || added.length > MOST
      ? [...piece('removed', removed), ...piece('added', added)]
      : middle(removed, added)),
    ...piece('same', end > 0 ? other.slice(-end) : []),
  ])
}

const piece = (kind: WordChange['kind'], words: readonly string[]): WordChange[] =>
  words.map((text) => ({ kind, text }))

/** By the longest sequence that both have. */
function middle(one: readonly string[], other: readonly string[]): WordChange[] {
  const width = other.length + 1
  const longest = new Uint16Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i--)
    for (let j = other.length - 1; j >= 0; j--)
      longest[i * width + j] =
        one[i] === other[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const changes: WordChange[] = []
  let [i, j] = [0, 0]
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      changes.push({ kind: 'same', text: other[j]! })
      i++
      j++
    } else if (
      j >= other.length ||
      (i < one.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    )
      changes.push({ kind: 'removed', text: one[i++]! })
    else changes.push({ kind: 'added', text: other[j++]! })
  }
  return changes
}

function joined(changes: readonly WordChange[]): WordChange[] {
  const pieces: WordChange[] = []
  for (const { kind, text } of changes) {
    const last = pieces.at(-1)
    if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text }
    else pieces.push({ kind, text })
  }
  return pieces
}
