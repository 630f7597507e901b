import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { peopleOf } from './filter.ts'
import { useBoard } from './useBoard.ts'

/** Everybody who has to do with a card of this board, by name. Call in setup, inside a board. */
export function useFilterPeople() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const { caseId, session } = useBoard()

  return computed(() => {
    const taskOf = (id: string) => workspace.find(caseId, 'task', id)?.after
    const cards = session.board.value.columns.flatMap((column) => column.cards)
    const ids = new Set(cards.flatMap((card) => peopleOf(card, { taskOf })))
    return [...ids]
      .map((id) => ({ value: id, label: workspace.person(id)?.name ?? t('patient-board.card.someone') }))
      .sort((one, other) => one.label.localeCompare(other.label))
  })
}
