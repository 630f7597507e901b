import { refDebounced } from '@vueuse/core'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { wordsOf } from '../../platform/findCases.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { searchOf, type SearchFilters } from './filters.ts'
import type { Found } from './results.ts'

/** A pause in typing, in ms, after which the server is asked. */
const PAUSE = 300
const PAGE = 20

/** What the server finds under these filters, a page at a time. */
export function useFilteredSearch(filters: Readonly<Ref<SearchFilters>>) {
  const client = useClient()
  const sentence = useErrorSentence()
  const settled = refDebounced(filters, PAUSE)

  const items = shallowRef<readonly Found[]>([])
  const next = ref<string | null>(null)
  const searching = ref(false)
  const problem = ref('')
  /** The answer shown is to these: what is typed meanwhile is not yet asked. */
  const answered = shallowRef<SearchFilters>()
  let turn = 0

  const words = computed(() => wordsOf(filters.value.q))
  const isAsked = ({ q }: SearchFilters) => wordsOf(q).join('').length >= 2

  async function ask(asked: SearchFilters, cursor?: string) {
    const mine = ++turn
    problem.value = ''
    searching.value = true
    try {
      const search = { ...searchOf(asked), limit: PAGE, ...(cursor ? { cursor } : {}) }
      const page = await client.api.query('search', {}, search)
      // The answer to an earlier question says nothing any more.
      if (mine !== turn) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next.value = page.next
      answered.value = asked
    } catch (error) {
      if (mine !== turn) return
      if (!cursor) items.value = []
      problem.value = sentence(error)
    } finally {
      if (mine === turn) searching.value = false
    }
  }

  watch(
    settled,
    (asked) => {
      if (isAsked(asked)) return void ask(asked)
      turn++
      items.value = []
      next.value = null
      searching.value = false
      answered.value = undefined
    },
    { immediate: true },
  )

  const more = () => (next.value && !searching.value ? ask(settled.value, next.value) : undefined)

  return { items, next, searching, problem, words, answered, more }
}
