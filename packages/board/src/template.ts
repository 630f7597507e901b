import * as Y from 'yjs'
import { BOARD_SCHEMA } from './board-shape.ts'
import { columnsOf } from './board.ts'
import { META } from './roots.ts'

/** Columns of a new board. Their ids are fixed: the interface may show their titles in the reader's language. */
export const DEFAULT_COLUMNS = [
  { id: 'needs', title: 'Besoins', order: 'F1' },
  { id: 'in-progress', title: 'En cours', order: 'V1' },
  { id: 'done', title: 'Fait', order: 'k1' },
  { id: 'life-project', title: 'Projet de vie', order: 'p1' },
] as const

/**
 * The Yjs client id under which a template is written, reserved on the server. One fixed id and one fixed
 * order of writes make the same bytes everywhere: made twice, they are one.
 */
export const TEMPLATE_CLIENT = 1

let template: Uint8Array | undefined

/** The update that makes an empty document a board with its default columns. */
export function boardTemplate(): Uint8Array {
  if (template) return template
  const doc = new Y.Doc()
  doc.clientID = TEMPLATE_CLIENT
  doc.transact(() => {
    doc.getMap(META).set('schema', BOARD_SCHEMA)
    for (const { id, title, order } of DEFAULT_COLUMNS) {
      columnsOf(doc).set(id, new Y.Map(Object.entries({ title, order })))
    }
  })
  template = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return template
}

/** Makes the document a board, if it is not one yet. May be called by anyone, any number of times. */
export function ensureBoard(doc: Y.Doc): void {
  Y.applyUpdate(doc, boardTemplate(), 'template')
}
