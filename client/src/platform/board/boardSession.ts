import {
  caseBoardDocName,
  createBoardReader,
  createBoardUndo,
  DEFAULT_COLUMNS,
  type Board,
  type BoardCard,
} from '@colloque/board'
import { computed, type ComputedRef, type ShallowRef } from 'vue'
import { openDocumentSession, type DocumentAccess, type DocumentSession } from './documentSession.ts'

/** The board of a case while it is open. */
export interface BoardSession extends DocumentSession<Board> {
  readonly board: Readonly<ShallowRef<Board>>
  /** The cards of « Besoins », in their order. */
  readonly needs: ComputedRef<readonly BoardCard[]>
}

export function openBoardSession(caseId: string, access: DocumentAccess): BoardSession {
  const session = openDocumentSession<Board>(
    {
      name: caseBoardDocName(caseId),
      empty: { columns: [], archivedCards: [], archivedColumns: [] },
      createReader: createBoardReader,
      createUndo: createBoardUndo,
    },
    access,
  )
  const board = session.content
  const needs = computed(
    () => board.value.columns.find(({ id }) => id === DEFAULT_COLUMNS[0].id)?.cards ?? [],
  )
  return { ...session, board, needs }
}
