/**
 * The secret of a link stands after its `#`. It leaves the address bar before the page is drawn, and waits in this tab
 * alone: through a reload, and through signing in on the way.
 */
import type { NavigationGuardReturn, RouteLocationNormalized } from 'vue-router'

/** In sessionStorage; `heldToken.ts` reads it. */
export const PLACE = 'colloque-link'

/** Guards the pages that links lead to. @returns where to go on: the same page, without the secret */
export function takeLink(to: Pick<RouteLocationNormalized, 'hash' | 'path'>): NavigationGuardReturn {
  if (to.hash === '') return true
  sessionStorage.setItem(PLACE, to.hash.slice(1))
  return { path: to.path, hash: '', replace: true }
}
