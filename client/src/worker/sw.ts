/** The service worker: the application without network, a new release when it is asked for, and push. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { listenForPush } from './push.ts'

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0]
}

cleanupOutdatedCaches()
// No request of the API is ever cached: patients' data have their own, encrypted, place.
precacheAndRoute(self.__WB_MANIFEST)
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('index.html'), {
    // What belongs to the server is never answered by the shell.
    denylist: [/^\/api\//, /^\/socket\.io\//, /^\/yjs\//, /^\/(healthz|readyz|metrics)/],
  }),
)

self.addEventListener('message', ({ data }) => {
  // « Recharger »: nobody's page changes under their hands before.
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting()
})

listenForPush(self)
