import { useOnline } from '@vueuse/core'
import { ref, watch } from 'vue'
import { reportSaving } from './saving.ts'

/**
 * Reports the loss of the network by the device itself; the socket reports what it loses besides.
 * @returns whether the device has a network
 */
export function reportNetwork() {
  const online = useOnline()
  const offlineSince = ref<string | null>(null)
  watch(online, (isOnline) => (offlineSince.value = isOnline ? null : new Date().toISOString()), {
    immediate: true,
  })
  reportSaving(() => ({ pending: 0, offlineSince: offlineSince.value }))
  return online
}
