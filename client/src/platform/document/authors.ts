import type { QueryOutput } from '@colloque/contract'
import { initials } from '../../ui/initials.ts'

export type AuthoredRun = QueryOutput<'documentAttribution'>['runs'][number]

export interface Author {
  readonly by: string
  readonly name: string
  /** Theirs alone in this text: a number tells apart those who share them. */
  readonly mark: string
}

/** Passages of one paragraph after another. */
export function paragraphsOf(runs: readonly AuthoredRun[]): AuthoredRun[][] {
  const paragraphs: AuthoredRun[][] = []
  for (const run of runs) (paragraphs[run.paragraph] ??= []).push(run)
  return paragraphs.filter(Boolean)
}

/** Who wrote a text, in the order in which they come in it. */
export function authorsOf(runs: readonly AuthoredRun[], nameOf: (by: string) => string): Author[] {
  const authors: Author[] = []
  const taken = new Map<string, number>()
  for (const { by } of runs) {
    if (authors.some((author) => author.by === by)) continue
    const name = nameOf(by)
    const letters = by.startsWith('system:') ? '–' : initials(name)
    const count = (taken.get(letters) ?? 0) + 1
    taken.set(letters, count)
    authors.push({ by, name, mark: count === 1 ? letters : `${letters}${count}` })
  }
  return authors
}
