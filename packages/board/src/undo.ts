import * as Y from 'yjs'
import { LOCAL_EDIT, LOCAL_TYPING, cardsOf, columnsOf } from './board.ts'

/**
 * Undo of one's own edits on the board, and of nobody else's. Undoing an addition archives the card; undoing
 * a deletion restores it; letters typed one after another into a title are one step, everything else is one each.
 * The body's editor has an undo of its own.
 */
export function createBoardUndo(doc: Y.Doc): Y.UndoManager {
  const undo = new Y.UndoManager([columnsOf(doc), cardsOf(doc)], {
    trackedOrigins: new Set([LOCAL_EDIT, LOCAL_TYPING]),
    captureTimeout: 400,
    // Types are never removed from a board: the server refuses it, and other people's words are in them.
    deleteFilter: (item: Y.Item) => !(item.content instanceof Y.ContentType && item.parentSub !== null),
  })
  const separate = ({ origin }: Y.Transaction) => {
    if (origin === LOCAL_EDIT) undo.stopCapturing()
  }
  doc.on('beforeTransaction', separate)
  // After the manager has put the edit on its stack: it listens to the same event, and was first.
  doc.on('afterTransaction', separate)
  return undo
}
