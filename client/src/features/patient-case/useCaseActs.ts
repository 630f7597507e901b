import { useI18n } from 'vue-i18n'
import { useToast } from '@nuxt/ui/composables'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'

/** What is done to a case as a whole; a refusal is told. Call in setup. */
export function useCaseActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const toast = useToast()
  const sentence = useErrorSentence()
  const sayDone = useUndoToast()

  async function perform(sent: Promise<unknown>, done: string, undo?: () => unknown) {
    try {
      await sent
      announcer.announce(done)
      sayDone(done, undo)
    } catch (error) {
      const said = sentence(error)
      announcer.announce(said)
      toast.add({ title: said, color: 'neutral', icon: 'i-lucide-circle-alert' })
    }
  }

  const reopen = (caseId: string) =>
    perform(workspace.send('case.reopen', { caseId }), t('patient-case.strip.reopened'))
  const close = (caseId: string, reason: string) =>
    perform(workspace.send('case.close', { caseId, reason }), t('patient-case.strip.closedDone'), () =>
      reopen(caseId),
    )
  const linkHousehold = (caseId: string, otherCaseId: string) =>
    perform(workspace.send('case.linkHousehold', { caseId, otherCaseId }), t('patient-case.strip.linked'))

  return { reopen, close, linkHousehold }
}
