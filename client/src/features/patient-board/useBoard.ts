import { inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import type { BoardCard, BoardColumn } from '@colloque/board'
import type { BoardPresence } from '@colloque/sdk'
import type { BoardSession } from '../../platform/board/boardSession.ts'
import type { BoardActions } from './useBoardActions.ts'

/** What the parts of one board share. */
export interface SharedBoard {
  readonly caseId: string
  readonly session: BoardSession
  readonly actions: BoardActions
  /** Nothing may be changed: the case is closed. */
  readonly readOnly: ComputedRef<boolean>
  /** The columns as they are shown, without what the filter hides. */
  readonly columns: ComputedRef<readonly BoardColumn[]>
  /** Who else has this card open. */
  presentOn(cardId: string): readonly BoardPresence[]
  /** The card that « Déplacer… » is about. */
  readonly moving: Ref<BoardCard | undefined>
  /** Opens a card, at its address. */
  open(cardId: string): void
}

const boardKey: InjectionKey<SharedBoard> = Symbol('board')

export const provideBoard = (board: SharedBoard) => provide(boardKey, board)

/** @throws outside a board */
export function useBoard(): SharedBoard {
  const board = inject(boardKey)
  if (!board) throw new Error('This belongs inside BoardView.')
  return board
}
