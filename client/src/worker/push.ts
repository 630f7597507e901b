/** Push in the service worker: shows that something waits, and leads to it. */
import { en, fr } from './messages.ts'
import { readPayload } from './payload.ts'
import { keptLocale, type WorkerMessage } from './protocol.ts'

/** A page that is there answers within so long. */
const ANSWER_MS = 1_000

export function listenForPush(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => event.waitUntil(show(worker, event.data?.text())))
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    event.waitUntil(lead(worker, String(event.notification.data?.url ?? '/')))
  })
  worker.addEventListener('pushsubscriptionchange', (event) => {
    ;(event as ExtendableEvent).waitUntil(renew(worker, event as PushSubscriptionChangeEvent))
  })
}

async function show({ registration }: ServiceWorkerGlobalScope, text: string | undefined): Promise<void> {
  const { kind, url, tag } = readPayload(text)
  const words = (await locale()) === 'en' ? en : fr
  const insists = kind === 'urgent' || kind === 'escalation'
  await registration.showNotification(words[kind], {
    body: words.open,
    tag,
    // A repetition replaces the former one, and is heard again.
    ...{ renotify: true },
    requireInteraction: insists,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    data: { url },
  })
}

async function locale(): Promise<string> {
  const kept = await keptLocale().catch(() => undefined)
  return kept ?? self.navigator.language.slice(0, 2)
}

/** In a page that is open, without loading it anew; in a new one where none is. */
async function lead({ clients }: ServiceWorkerGlobalScope, url: string): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = windows.find(({ focused }) => focused) ?? windows[0]
  if (!page) {
    await clients.openWindow(url)
    return
  }
  const focused = await page.focus().catch(() => page)
  if (await answers(focused, { type: 'colloque.open', url })) return
  await focused.navigate(url).catch(() => clients.openWindow(url))
}

function answers(page: WindowClient, message: WorkerMessage): Promise<boolean> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => resolve(true)
    setTimeout(() => resolve(false), ANSWER_MS)
    page.postMessage(message, [port2])
  })
}

/** The server is told by a page: only a page has the session. Without one, the next start compares and tells. */
async function renew(
  { registration, clients }: ServiceWorkerGlobalScope,
  { oldSubscription }: PushSubscriptionChangeEvent,
): Promise<void> {
  const applicationServerKey = oldSubscription?.options.applicationServerKey
  if (applicationServerKey)
    await registration.pushManager
      .subscribe({ userVisibleOnly: true, applicationServerKey })
      .catch(() => undefined)
  const message: WorkerMessage = { type: 'colloque.subscriptionChanged' }
  for (const page of await clients.matchAll({ type: 'window' })) page.postMessage(message)
}
