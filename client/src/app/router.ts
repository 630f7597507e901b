import {
  createRouter,
  createWebHistory,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from 'vue-router'
import { CASE_TABS, type ClientFeature, type RailItem } from '../platform/feature.ts'
import { restoreScroll } from './scroll.ts'

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

const shellRoutes: RouteRecordRaw[] = [
  {
    path: '',
    name: 'home',
    component: () => import('./pages/HomePage.vue'),
    meta: { title: 'app.rail.home', rail: 'home' },
  },
  {
    path: 'situations',
    name: 'cases',
    component: () => import('./pages/CasesPage.vue'),
    meta: { title: 'app.rail.cases', rail: 'cases' },
  },
  {
    path: `situations/:caseId/:tab(${CASE_TABS.join('|')})?`,
    name: 'case',
    component: () => import('./pages/CasePage.vue'),
    meta: { title: 'app.caseTitle', rail: 'cases' },
  },
  {
    path: 'taches',
    name: 'tasks',
    component: () => import('./pages/TasksPage.vue'),
    meta: { title: 'app.rail.tasks', rail: 'tasks' },
  },
  {
    path: 'concertations',
    name: 'meetings',
    component: () => import('./pages/MeetingsPage.vue'),
    meta: { title: 'app.rail.meetings', rail: 'meetings' },
  },
  {
    path: 'equipe',
    name: 'team',
    component: () => import('./pages/TeamPage.vue'),
    meta: { title: 'app.rail.team', rail: 'team' },
  },
  {
    path: 'rechercher',
    name: 'search',
    component: () => import('./pages/SearchPage.vue'),
    meta: { title: 'app.searchTitle' },
  },
  { path: ':rest(.*)*', name: 'nowhere', component: () => import('./pages/NowherePage.vue') },
]

/** What the router must know of the session. */
export interface Doorkeeper {
  /** Whether somebody is signed in; asks the server the first time. */
  isOpen(): Promise<boolean>
}

/** Addresses of the app. Features' routes come last: one of the same name takes the place of ours. */
export function createColloqueRouter(
  features: readonly ClientFeature[],
  doorkeeper: Doorkeeper,
  history: RouterHistory = createWebHistory(),
): Router {
  const router = createRouter({
    history,
    scrollBehavior: restoreScroll,
    routes: [{ path: '/', name: 'shell', component: () => import('./Shell.vue'), children: shellRoutes }],
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
