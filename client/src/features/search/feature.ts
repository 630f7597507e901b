import { whenever } from '@vueuse/core'
import { defineAsyncComponent, onScopeDispose, watch } from 'vue'
import { defineFeature } from '../../platform/feature.ts'
import { useShell } from '../../platform/shell.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useEarlyKeys } from './useEarlyKeys.ts'

const AFTER_FIRST_SCREEN_MS = 2_000
const loadPalette = () => import('./SearchPalette.vue')

/** Ctrl K and three letters are typed in a breath: the palette is there before, and no key is lost. */
function prepare(): void {
  const whenIdle = window.requestIdleCallback ?? ((task: () => void) => task())
  // After the first screen, which has the network first. Without network it comes from what the browser keeps, or when
  // it is asked for.
  let timer: ReturnType<typeof setTimeout> | undefined
  const workspace = useWorkspace()
  whenever(
    () => workspace.ready,
    () => {
      timer = setTimeout(
        () => whenIdle(() => void loadPalette().catch(() => undefined)),
        AFTER_FIRST_SCREEN_MS,
      )
    },
    { immediate: true, once: true },
  )

  const keys = useEarlyKeys()
  const shell = useShell()
  watch(
    () => shell.searchOpen,
    (isOpen) => (isOpen ? keys.listen() : keys.stop()),
    { flush: 'sync' },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    keys.stop()
  })
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
