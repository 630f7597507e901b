/** What search finds in a document: its cards, the sections and entries of a plan, or what a meeting wrote of a case. */
import {
  archivedEntries,
  orderedEntries,
  PLAN_LISTS,
  PLAN_TEXTS,
  PLAN_WORDS,
  blocksOf,
  planTextOf,
  readBoard,
  TEXT,
} from '@colloque/board'
import { searchTerms } from '@colloque/domain'
import type * as Y from 'yjs'

const TERMS_OF_PASSAGE = 2_000

/** Who wrote in a document last, and when. */
export interface LastEdit {
  readonly by: string
  readonly at: string
}

export interface Passage {
  readonly id: string
  /** null where it is a section: the screen names it in its reader's language. */
  readonly title: string | null
  readonly body: string
  readonly createdBy: string
  readonly createdAt: string
  /** Taken off the board, or out of the plan. */
  readonly archived: boolean
  readonly terms: readonly string[]
}

export type PassageReader = (doc: Y.Doc, last: LastEdit) => Passage[]

const passage = (given: Omit<Passage, 'terms'>): Passage => ({
  ...given,
  terms: searchTerms([given.title, given.body], TERMS_OF_PASSAGE),
})

export const cardsIn: PassageReader = (doc) => {
  const { columns, archivedCards } = readBoard(doc)
  return [...columns.flatMap(({ cards }) => cards), ...archivedCards].map(
    ({ id, title, body, createdBy, createdAt, archived }) =>
      passage({ id, title, body, createdBy, createdAt, archived: archived !== undefined }),
  )
}

/** A section has many authors: it is found as of the last edit. */
export const planPassagesIn: PassageReader = (doc, { by, at }) => {
  const sections = PLAN_TEXTS.flatMap((section) => {
    const body = blocksOf(planTextOf(doc, section))
      .map(({ text }) => text)
      .join('\n')
    const said = { id: section, title: null, body, createdBy: by, createdAt: at, archived: false }
    return body === '' ? [] : [passage(said)]
  })
  const entries = PLAN_LISTS.flatMap((list) => {
    const [first, ...others] = PLAN_WORDS[list]
    return [...orderedEntries(doc, list), ...archivedEntries(doc, list)].map(({ id, entry }) => {
      const words = (field: string) => String(entry.get(field) ?? '').trim()
      return passage({
        id,
        title: words(first),
        body: others.map(words).filter(Boolean).join('\n'),
        createdBy: String(entry.get('createdBy')),
        createdAt: String(entry.get('createdAt')),
        archived: entry.has('archived'),
      })
    })
  })
  return [...sections, ...entries]
}

/** Minutes are found whole, as of the last edit. @param meetingId by which they are told apart within their case */
export const minutesIn =
  (meetingId: string): PassageReader =>
  (doc, { by, at }) => {
    const body = blocksOf(doc.getXmlFragment(TEXT))
      .map(({ text }) => text)
      .join('\n')
    const said = { id: meetingId, title: null, body, createdBy: by, createdAt: at, archived: false }
    return body === '' ? [] : [passage(said)]
  }
