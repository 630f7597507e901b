import * as Y from 'yjs'
import { CARDS, COLUMNS } from './board-shape.ts'

/**
 * The board's document: two maps, of columns and of cards, by id. A card says in which column it is, not the
 * column which cards it has: so moving is one write, and two moves of two cards never meet.
 */
export type ColumnMap = Y.Map<unknown>
export type CardMap = Y.Map<unknown>

export const columnsOf = (doc: Y.Doc) => doc.getMap<ColumnMap>(COLUMNS)
export const cardsOf = (doc: Y.Doc) => doc.getMap<CardMap>(CARDS)

/** Marks the transactions of a person's own edits, for undo and to tell them from what arrives. */
class LocalEdit {
  readonly name = 'local'
}
export const LOCAL_EDIT = new LocalEdit()
/** The same for letters of a title: undo takes back a run of them at once, and any other edit by itself. */
export const LOCAL_TYPING = new LocalEdit()

/**
 * Marks the making of a card or a column. Undo does not track it: what is made is born archived and then
 * brought in by a tracked transaction, so that undo archives it and never removes its type.
 */
export const STRUCTURE = Object.freeze({ name: 'structure' })

/** @throws RangeError when the board has no such card */
export function cardOf(doc: Y.Doc, cardId: string): CardMap {
  const card = cardsOf(doc).get(cardId)
  if (!card) throw new RangeError(`the board has no card ${cardId}`)
  return card
}

/** @throws RangeError when the board has no such column */
export function columnOf(doc: Y.Doc, columnId: string): ColumnMap {
  const column = columnsOf(doc).get(columnId)
  if (!column) throw new RangeError(`the board has no column ${columnId}`)
  return column
}
