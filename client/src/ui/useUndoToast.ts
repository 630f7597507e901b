import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'

/** Says what was done and offers to take it back, in place of asking before: « Tâche rendue. Annuler ». */
export function useUndoToast() {
  const toast = useToast()
  const { t } = useI18n({ useScope: 'global' })

  /** @param undo takes the act back; without it the words stand alone */
  return (done: string, undo?: () => unknown) =>
    toast.add({
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
}
