/**
 * Runs before the application, which is still on its way: renews the session, and asks for what Accueil shows, so that
 * the answers are there when the application is. A script of its own, small and without a library: it is built by
 * build/earlyScript.ts. Where anything fails, the application asks itself.
 */
import { linkedStreams } from '@colloque/sdk/linked-streams'
import { REFRESH, type BegunRequests } from './begun.ts'

interface Opened {
  readonly accessToken: string
  readonly account: { readonly id: string; readonly teamIds: string[] }
}

/** Of the client's own notes, see sdk/browser-storage.ts and sdk/client.ts. */
const note = (name: string): string | null => {
  try {
    return localStorage.getItem(`colloque.${name}`)
  } catch {
    return null
  }
}

const begun: BegunRequests = new Map()

function begin(method: string, path: string, init: RequestInit): Promise<Response> {
  const answer = fetch(path, { method, credentials: 'same-origin', ...init })
  begun.set(`${method} ${path}`, answer)
  answer.catch(() => undefined)
  return answer.then((response) => {
    if (!response.ok) throw new Error(String(response.status))
    // The application reads the body as well.
    return response.clone()
  })
}

/** As the session keeper does: a refresh token that is used twice ends the session, so one tab at a time. */
function refresh(): Promise<Response> {
  const init = { headers: { 'content-type': 'application/json' }, body: '{}' }
  if (!('locks' in navigator)) return begin('POST', REFRESH, init)
  return new Promise((resolve, reject) => {
    void navigator.locks.request('colloque-refresh', async () => {
      const answer = begin('POST', REFRESH, init)
      answer.then(resolve, reject)
      await answer.catch(() => undefined)
    })
  })
}

/** The scripts of the application have the line first: what they need comes while they start. */
const scriptsAreHere = (): Promise<void> =>
  new Promise((here) => {
    new PerformanceObserver((seen) => {
      const entry = document.querySelector<HTMLScriptElement>('script[type=module]')?.src
      if (seen.getEntriesByName(entry ?? '').length > 0) here()
    }).observe({ type: 'resource', buffered: true })
  })

async function openAccueil(): Promise<void> {
  const { accessToken, account } = (await (await refresh()).json()) as Opened
  // The device has kept it: what is missing is asked for once it is known.
  if (note('account') !== null) return
  const get = (path: string) =>
    begin('GET', `/api/v1${path}`, { headers: { authorization: `Bearer ${accessToken}` } })
  const snapshot = (stream: string) => get(`/streams/${encodeURIComponent(stream)}/snapshot`)
  const mine = snapshot(`member:${account.id}`)
  for (const path of ['/me/read-marks', '/me/drafts']) void get(path).catch(() => undefined)
  for (const team of account.teamIds) void snapshot(`team:${team}`).catch(() => undefined)
  const { entities } = (await (await mine).json()) as { entities: { type: string; after?: unknown }[] }
  await scriptsAreHere()
  for (const stream of linkedStreams(account, entities)) void snapshot(stream).catch(() => undefined)
}

if (note('signingOut') === null) {
  window.colloqueBegun = begun
  openAccueil().catch(() => undefined)
}
