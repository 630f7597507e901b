import type { Fetch } from '@colloque/sdk'
import { REFRESH } from '../early/begun.ts'

/** Takes the answer to a request that early/early.ts has begun, once; any other request is the browser's. */
export const fetchBegun: Fetch = async (url, init) => {
  const method = init?.method ?? 'GET'
  const name = `${method} ${url}`
  const answer = window.colloqueBegun?.get(name)
  window.colloqueBegun?.delete(name)
  // From here on what was begun may be somebody else's, or was true before what is done now.
  if (method !== 'GET' && url !== REFRESH) window.colloqueBegun = undefined
  return (await answer?.catch(() => undefined)) ?? fetch(url, init)
}
