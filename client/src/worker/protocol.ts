/**
 * What the service worker and the pages say to one another.
 *
 * worker → page `open`: somebody has chosen a notification; the page goes there and answers on the port that comes
 *   along. A page that does not answer is still loading, or is no longer one of ours.
 * worker → page `subscriptionChanged`: the browser has replaced the push subscription; the page tells the server.
 * page → worker, through the cache `colloque-words`: the language in which notifications speak. A worker sleeps
 *   most of the time and reads no localStorage.
 */
export type WorkerMessage =
  { readonly type: 'colloque.open'; readonly url: string } | { readonly type: 'colloque.subscriptionChanged' }

const WORDS_CACHE = 'colloque-words'
const LOCALE_KEY = '/_locale'

export const isWorkerMessage = (data: unknown): data is WorkerMessage =>
  typeof data === 'object' &&
  data !== null &&
  'type' in data &&
  (data.type === 'colloque.subscriptionChanged' ||
    (data.type === 'colloque.open' && 'url' in data && typeof data.url === 'string'))

export async function keepLocale(locale: string): Promise<void> {
  const cache = await caches.open(WORDS_CACHE)
  await cache.put(LOCALE_KEY, new Response(locale))
}

/** @returns undefined where no page has said it yet */
export async function keptLocale(): Promise<string | undefined> {
  const cache = await caches.open(WORDS_CACHE)
  return (await cache.match(LOCALE_KEY))?.text()
}
