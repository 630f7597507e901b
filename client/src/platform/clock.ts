import { createSharedComposable, useNow } from '@vueuse/core'

/** The present, one timer for the whole page: relative times and deadlines follow it. */
export const useClock = createSharedComposable(() => useNow({ interval: 20_000 }))
