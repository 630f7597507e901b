import { DEFAULT_COLUMNS } from '@colloque/board'
import { useI18n } from 'vue-i18n'

/** The title of a column; of a default one that nobody renamed, in the reader's language. Call in setup. */
export function useColumnTitle() {
  const { t } = useI18n({ useScope: 'global' })
  return ({ id, title }: { readonly id: string; readonly title: string }): string => {
    const original = DEFAULT_COLUMNS.find((column) => column.id === id)
    return original && original.title === title ? t(`patient-board.columns.${original.id}`) : title
  }
}
