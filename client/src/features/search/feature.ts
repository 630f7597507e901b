import { defineAsyncComponent, onScopeDispose, watch } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useShell } from '../../platform/shell.ts'
import { useEarlyKeys } from './useEarlyKeys.ts'

const loadPalette = () => import('./SearchPalette.vue')

/** Ctrl K and three letters are typed in a breath: the palette is there before, and no key is lost. */
function prepare(): void {
  const whenIdle = window.requestIdleCallback ?? ((task: () => void) => window.setTimeout(task, 2_000))
  // Without network it comes from what the browser keeps, or when it is asked for.
  whenIdle(() => void loadPalette().catch(() => undefined))

  const keys = useEarlyKeys()
  const shell = useShell()
  watch(
    () => shell.searchOpen,
    (isOpen) => (isOpen ? keys.listen() : keys.stop()),
    { flush: 'sync' },
  )
  onScopeDispose(keys.stop)
}

export default defineFeature({
  routes: [
    {
      path: 'rechercher',
      alias: 'recherche',
      name: 'search',
      component: () => import('./SearchPage.vue'),
      meta: { title: 'search.title' },
    },
  ],
  search: defineAsyncComponent(loadPalette),
  start: prepare,
})
