import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { RELATIVES_PATH } from '../../platform/addresses.ts'
import { defineFeature } from '../../platform/feature.ts'
import { useSharedOnly } from '../../platform/useSharedOnly.ts'

/** Whoever sees shared cases alone has no queue, no tasks, no team: their home is the list of their people. */
function keepToShared(): void {
  const route = useRoute()
  const router = useRouter()
  const sharedOnly = useSharedOnly()
  watch(
    [sharedOnly, () => route.meta.rail],
    ([only, rail]) => {
      if (only && rail !== undefined) void router.replace({ name: 'relatives' })
    },
    { immediate: true },
  )
}

export default defineFeature({
  routes: [
    {
      path: RELATIVES_PATH.slice(1),
      name: 'relatives',
      component: () => import('./RelativesPage.vue'),
      meta: { title: 'app.relatives' },
    },
    {
      path: 'proche/:caseId([\\w-]+)',
      name: 'relative',
      component: () => import('./RelativePage.vue'),
      meta: { title: 'app.relatives' },
    },
  ],
  start: keepToShared,
})
