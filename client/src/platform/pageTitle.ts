import { defineStore } from 'pinia'
import { onScopeDispose, ref, toValue, watchEffect, type MaybeRefOrGetter } from 'vue'

export const usePageTitleStore = defineStore('pageTitle', () => {
  /** What a page says of itself, e.g. a person's name; '' leaves it to the route. */
  const own = ref('')
  return { own }
})

/** Names the page by what it shows. Call in setup; the route's title returns when the page is left. */
export function usePageTitle(title: MaybeRefOrGetter<string>) {
  const store = usePageTitleStore()
  watchEffect(() => (store.own = toValue(title)))
  onScopeDispose(() => (store.own = ''))
}
