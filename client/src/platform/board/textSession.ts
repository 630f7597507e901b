import { blocksOf, TEXT } from '@colloque/board'
import type { PlanBlock } from '@colloque/domain'
import * as Y from 'yjs'
import { openDocumentSession, type DocumentAccess, type DocumentSession } from './documentSession.ts'

/** One text that several write together while it is open: minutes, the draft of a protocol. */
export type TextSession = DocumentSession<readonly PlanBlock[]>

export const textOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(TEXT)

/** @param name of the document, see `doc-name.ts` of the board */
export function openTextSession(name: string, access: DocumentAccess): TextSession {
  return openDocumentSession<readonly PlanBlock[]>(
    {
      name,
      empty: [],
      createReader: (doc) => ({ read: () => blocksOf(textOf(doc)), stop: () => undefined }),
      // The editor has an undo of its own.
      createUndo: (doc) => new Y.UndoManager(textOf(doc), { trackedOrigins: new Set() }),
    },
    access,
  )
}
