import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'

/** Says what was done and offers to take it back, in place of asking before: « Tâche rendue. Annuler ». */
export function useUndoToast() {
  const toast = useToast()
  const { t } = useI18n({ useScope: 'global' })

  /**
   * @param undo takes the act back; without it the words stand alone
   * @returns a way to close it before its time, when it is too late to take the act back
   */
  return (done: string, undo?: () => unknown) => {
    const { id } = toast.add({
      title: done,
      color: 'neutral',
      orientation: 'horizontal',
      ...(undo
        ? {
            actions: [
              {
                label: t('ui.undo'),
                color: 'primary',
                variant: 'ghost',
                size: 'lg',
                onClick: () => void undo(),
              },
            ],
          }
        : {}),
    })
    return { close: () => toast.remove(id) }
  }
}
