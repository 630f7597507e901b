import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { planVersionAddress } from '../addresses.ts'
import { useAnnouncer } from '../announcer.ts'
import { useWorkspace } from '../useWorkspace.ts'

/** Says that a plan is signed, with the way to what was signed. Call in setup. */
export function useSignedToast() {
  const { t } = useI18n({ useScope: 'global' })
  const toast = useToast()
  const announcer = useAnnouncer()
  const workspace = useWorkspace()

  return (caseId: string) => {
    const words = t('plan.sign.done', { name: workspace.nameOfCase(caseId) })
    const versionId = workspace.list(caseId, 'carePlan')[0]?.after.versionId
    announcer.announce(words)
    toast.add({
      title: words,
      color: 'neutral',
      orientation: 'horizontal',
      ...(versionId
        ? {
            actions: [
              {
                label: t('plan.sign.seeVersion'),
                color: 'primary',
                variant: 'ghost',
                size: 'lg',
                to: planVersionAddress(caseId, versionId),
              },
            ],
          }
        : {}),
    })
  }
}
