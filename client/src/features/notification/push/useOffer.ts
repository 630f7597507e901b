import { useToast } from '@nuxt/ui/composables'
import type { OutboxEntry } from '@colloque/sdk'
import { useStorage } from '@vueuse/core'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { awaitsAnswer } from './awaited.ts'
import { usePush } from './usePush.ts'

/** Long enough to be read and reached without hurry, in ms. */
const STANDS_MS = 30_000

/**
 * Offers notifications once on a device, when the person first awaits something: an answer to what presses, or of
 * somebody whom they have asked by name. Call in the shell's setup.
 */
export function useOffer(): void {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const push = usePush()
  const toast = useToast()
  const offered = useStorage('colloque.push.offered', false)
  const sent = (entries: readonly OutboxEntry[]) =>
    entries.some((entry) => entry.state === 'sending' && awaitsAnswer(entry))

  watch(
    () => workspace.entries,
    (entries) => {
      if (offered.value || !push.canAsk || !workspace.reach.push || !sent(entries)) return
      offered.value = true
      toast.add({
        title: t('notification.push.offer'),
        description: t('notification.push.offerDetail'),
        color: 'neutral',
        duration: STANDS_MS,
        actions: [
          {
            label: t('notification.push.accept'),
            color: 'primary',
            size: 'lg',
            onClick: () => void push.turnOn(),
          },
          { label: t('notification.push.later'), color: 'neutral', variant: 'ghost', size: 'lg' },
        ],
      })
    },
  )
}
