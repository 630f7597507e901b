import {
  addCard,
  bodyOf,
  editTitle,
  moveCard,
  readBoard,
  readCardOf,
  setDue,
  archiveCard,
  restoreCard,
} from '@colloque/board'
import type { Board, BoardCard } from '@colloque/board'
import type * as Y from 'yjs'

/** Words that could not be sent, kept for their author. */
export interface UnsentText {
  readonly cardId: string
  /** The card's title, to find it by. */
  readonly title: string
  readonly field: 'title' | 'body'
  readonly text: string
}

/** What one's own copy had that the server has not, at the moment it was refused. */
export interface Salvage {
  /** The board before the first unsaved edit. */
  readonly base: Board
  readonly mine: Y.Doc
  /** The cards edited since. */
  readonly touched: ReadonlySet<string>
  readonly accountId: string
}

/**
 * Does again on a fresh copy what was unsaved on the refused one: each field that its author changed and
 * nobody else did.
 * @returns the words that someone else has changed meanwhile, or that the rules do not let in
 */
export function applyAgain(fresh: Y.Doc, salvage: Salvage): UnsentText[] {
  return eachCard(salvage, (card, base) => {
    const there = readCardOf(fresh, card.id)
    if (!there) return attempt(card, base, () => addAgain(fresh, card, salvage))
    const rest: UnsentText[] = []
    const mayChange = (field: 'title' | 'body' | 'due' | 'archived' | 'column') =>
      card[field] !== base?.[field] && card[field] !== there[field] && there[field] === base?.[field]
    rest.push(...attempt(card, base, () => placeAgain(fresh, card, mayChange)))
    rest.push(...wordsOf(card, base).filter(({ field }) => card[field] !== there[field] && !mayChange(field)))
    if (mayChange('title'))
      rest.push(...attempt(card, base, () => editTitle(fresh, card.id, card.title), 'title'))
    if (mayChange('body'))
      rest.push(...attempt(card, base, () => copyBody(fresh, salvage.mine, card.id), 'body'))
    return rest
  })
}

/** All unsaved words, none of them applied. */
export function keepAside(salvage: Salvage): UnsentText[] {
  return eachCard(salvage, (card, base) => wordsOf(card, base))
}

function eachCard(
  { base, mine, touched }: Salvage,
  visit: (card: BoardCard, base: BoardCard | undefined) => UnsentText[],
): UnsentText[] {
  const before = new Map(cardsOf(base).map((card) => [card.id, card]))
  return cardsOf(readBoard(mine))
    .filter(({ id }) => touched.has(id))
    .flatMap((card) => visit(card, before.get(card.id)))
}

const cardsOf = (board: Board) => [...board.columns.flatMap(({ cards }) => cards), ...board.archivedCards]

function wordsOf(card: BoardCard, base: BoardCard | undefined, only?: UnsentText['field']): UnsentText[] {
  return (['title', 'body'] as const)
    .filter((field) => (only === undefined || field === only) && card[field] !== (base?.[field] ?? ''))
    .map((field) => ({ cardId: card.id, title: card.title, field, text: card[field] }))
}

/** A change that throws on the fresh copy leaves its words to their author. */
function attempt(
  card: BoardCard,
  base: BoardCard | undefined,
  change: () => void,
  field?: UnsentText['field'],
): UnsentText[] {
  try {
    change()
    return []
  } catch {
    return wordsOf(card, base, field)
  }
}

function addAgain(fresh: Y.Doc, card: BoardCard, { mine, accountId }: Salvage): void {
  if (card.createdBy !== accountId) throw new RangeError('a card that others have removed')
  const columns = readBoard(fresh).columns
  const column = columns.find(({ id }) => id === card.column) ?? columns[0]
  if (!column) throw new RangeError('a board without columns')
  addCard(fresh, {
    id: card.id,
    column: column.id,
    title: card.title,
    by: accountId,
    at: new Date(card.createdAt),
  })
  copyBody(fresh, mine, card.id)
  if (card.due) setDue(fresh, card.id, card.due)
  if (card.archived) archiveCard(fresh, card.id, new Date(card.archived))
}

function placeAgain(
  fresh: Y.Doc,
  card: BoardCard,
  mayChange: (field: 'column' | 'due' | 'archived') => boolean,
): void {
  if (mayChange('column')) moveCard(fresh, card.id, { column: card.column })
  if (mayChange('due')) setDue(fresh, card.id, card.due)
  if (!mayChange('archived')) return
  if (card.archived) archiveCard(fresh, card.id, new Date(card.archived))
  else restoreCard(fresh, card.id)
}

function copyBody(fresh: Y.Doc, mine: Y.Doc, cardId: string): void {
  const from = bodyOf(mine, cardId)
  const to = bodyOf(fresh, cardId)
  fresh.transact(() => {
    to.delete(0, to.length)
    to.insert(0, from.toArray().map((node) => node.clone()) as Y.XmlElement[])
  })
}
