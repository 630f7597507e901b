import type { Operation } from './operation.ts'

/** One copy of a board at rest. */
export interface BoardReplica {
  readonly name: string
  /** Canonical JSON: the same text for the same board. */
  readonly json: string
  /** Clocks by client id, and what is deleted, each as a text that is the same for the same state. */
  readonly stateVector: string
  readonly deleteSet: string
}

/** The value of an edit: a word that stands nowhere else, and that nobody takes out again. */
export interface BoardWord {
  readonly word: string
}

/**
 * C2: at rest all replicas and the restarted server are equal, all that was told saved is there, once, and nothing
 * that nobody wrote.
 * @param operations one for each word written, `ok` once its author was told that it is saved
 * @param words that the restarted server's copy holds, with repetitions
 * @returns a sentence for each promise that was broken
 */
export function checkBoards({
  operations,
  replicas,
  words,
}: {
  readonly operations: readonly Operation[]
  readonly replicas: readonly BoardReplica[]
  readonly words: readonly string[]
}): string[] {
  const wordOf = ({ value }: Operation) => (value as BoardWord).word
  const written = new Set(operations.map(wordOf))
  const count = new Map<string, number>()
  for (const word of words) count.set(word, (count.get(word) ?? 0) + 1)
  return [
    ...unequal(replicas),
    ...operations
      .filter((edit) => edit.outcome === 'ok' && !count.has(wordOf(edit)))
      .map((edit) => `${wordOf(edit)} of ${edit.client} was told saved and is lost`),
    ...[...count].flatMap(([word, times]) => {
      if (!written.has(word)) return [`${word} stands on the board, and nobody wrote it`]
      return times > 1 ? [`${word} stands on the board ${times} times`] : []
    }),
  ]
}

function unequal([first, ...others]: readonly BoardReplica[]): string[] {
  if (!first) return []
  return others.flatMap((other) =>
    (['json', 'stateVector', 'deleteSet'] as const)
      .filter((part) => other[part] !== first[part])
      .map((part) => `the ${part} of ${other.name} is another than that of ${first.name}`),
  )
}
