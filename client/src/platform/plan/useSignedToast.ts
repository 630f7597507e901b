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
      // Of several in a row the last one stands: the versions are on the tab of each plan.
      id: 'signed plan',
      title: words,
      color: 'neutral',
      orientation: 'horizontal',
      actions: versionId
        ? [
            {
              label: t('plan.sign.seeVersion'),
              color: 'primary',
              variant: 'ghost',
              size: 'lg',
              to: planVersionAddress(caseId, versionId),
            },
          ]
        : [],
    })
  }
}
