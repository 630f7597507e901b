import { createRouter, createWebHistory, type Router, type RouterHistory } from 'vue-router'
import { caseTabsOf, type ClientFeature, type RailItem } from '../platform/feature.ts'
import { restoreScroll } from './scroll.ts'
import Shell from './Shell.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title, e.g. `app.rail.home`. */
    title?: string
    /** The item of the rail that is lit. */
    rail?: RailItem
    /** Open to those who have not signed in, and drawn without the shell. */
    outside?: boolean
  }
}

/** What the router must know of the session. */
export interface Doorkeeper {
  /** Whether somebody is signed in; asks the server the first time. */
  isOpen(): Promise<boolean>
}

/** Addresses of the app: those of features, and a situation, whose tabs they give. Anything else leads nowhere. */
export function createColloqueRouter(
  features: readonly ClientFeature[],
  doorkeeper: Doorkeeper,
  history: RouterHistory = createWebHistory(),
): Router {
  const tabs = caseTabsOf(features).map(({ tab }) => tab)
  const router = createRouter({
    history,
    scrollBehavior: restoreScroll,
    routes: [
      {
        path: '/',
        name: 'shell',
        component: Shell,
        children: [
          {
            path: `situations/:caseId/:tab(${tabs.join('|')})?`,
            name: 'case',
            component: () => import('./pages/CasePage.vue'),
            meta: { title: 'app.caseTitle', rail: 'cases' },
          },
          { path: ':rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
        ],
      },
    ],
  })
  if (import.meta.env.DEV) {
    router.addRoute({
      path: '/_kit',
      name: 'kit',
      component: () => import('./pages/KitPage.vue'),
      meta: { outside: true },
    })
  }
  for (const route of features.flatMap((feature) => feature.routes ?? [])) {
    if (route.meta?.outside) router.addRoute(route)
    else router.addRoute('shell', route)
  }

  router.beforeEach(async (to) => {
    if (to.name === 'signIn') return (await doorkeeper.isOpen()) ? { name: 'home' } : true
    if (to.meta.outside || (await doorkeeper.isOpen())) return true
    return { name: 'signIn', query: to.fullPath === '/' ? {} : { suite: to.fullPath }, replace: true }
  })
  return router
}
