import { useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { usePreferences } from '../../../platform/preferences.ts'
import { isPath } from '../../../worker/payload.ts'
import { isWorkerMessage, keepLocale } from '../../../worker/protocol.ts'
import { usePush } from './usePush.ts'

/** What the page and the service worker have to say to one another, for as long as the calling scope lasts. */
export function useWorkerMessages(): void {
  // Without HTTPS there are neither workers nor caches.
  if (!('serviceWorker' in navigator) || !('caches' in window)) return
  const router = useRouter()
  const preferences = usePreferences()
  const push = usePush()

  watch(
    () => preferences.locale,
    (locale) => void keepLocale(locale).catch(() => undefined),
    { immediate: true },
  )
  useEventListener(navigator.serviceWorker, 'message', ({ data, ports }: MessageEvent<unknown>) => {
    if (!isWorkerMessage(data)) return
    if (data.type === 'colloque.subscriptionChanged') return void push.restore()
    if (!isPath(data.url)) return
    ports[0]?.postMessage('opened')
    void router.push(data.url)
  })
  navigator.serviceWorker.startMessages()
}
