import type { BoardColumn } from '@colloque/board'
import { useI18n } from 'vue-i18n'
import { useBoard } from './useBoard.ts'

/** What a column says when it shows no cards: that it has none, or that the filter hides them. Call in setup. */
export function useNoCards() {
  const { t } = useI18n({ useScope: 'global' })
  const { session } = useBoard()

  return ({ id, cards }: BoardColumn): string | undefined => {
    if (cards.length > 0) return undefined
    const whole = session.board.value.columns.find((column) => column.id === id)
    return t(whole?.cards.length ? 'patient-board.filter.none' : 'patient-board.column.empty')
  }
}
