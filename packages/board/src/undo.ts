import * as Y from 'yjs'
import { LOCAL_EDIT, cardsOf, columnsOf } from './board.ts'

/**
 * Undo of one's own edits on the board, and of nobody else's. Undoing an addition archives the card; undoing
 * a deletion restores it. The body's editor has an undo of its own.
 */
export function createBoardUndo(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager([columnsOf(doc), cardsOf(doc)], {
    trackedOrigins: new Set([LOCAL_EDIT]),
    captureTimeout: 400,
    // Types are never removed from a board: the server refuses it, and other people's words are in them.
    deleteFilter: (item: Y.Item) => !(item.content instanceof Y.ContentType && item.parentSub !== null),
  })
}
