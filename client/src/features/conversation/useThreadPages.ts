/** The threads of a place, page by page from the server; the newest also from what this device holds. */
import { threadsOf, type StreamName, type Thread } from '@colloque/domain'
import { watchDebounced } from '@vueuse/core'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import type { StreamMessage } from './stream.ts'

export type ThreadState = 'open' | 'closed'
type HeldThread = Thread<StreamMessage>

/**
 * What this device holds of a thread is told where it has heard more: its first message in its latest state, and later
 * answers. How many answers there are only the server knows of those that are not held whole.
 */
export function mergedThreads(told: readonly HeldThread[], held: readonly HeldThread[], state: ThreadState) {
  const threads = new Map(told.map((thread) => [thread.id, thread]))
  for (const thread of held) {
    const known = threads.get(thread.id)
    const isLater = !known || thread.last.createdSeq > known.last.createdSeq
    threads.set(thread.id, {
      ...thread,
      last: isLater ? thread.last : known.last,
      answers: Math.max(thread.answers, known?.answers ?? 0),
    })
  }
  return [...threads.values()]
    .filter(({ isClosed }) => isClosed === (state === 'closed'))
    .sort((one, other) => other.last.createdSeq - one.last.createdSeq)
}

/** Call in setup. */
export function useThreadPages(stream: StreamName, state: Ref<ThreadState>) {
  const client = useClient()
  const workspace = useWorkspace()
  const held = computed(() => threadsOf(workspace.listIn(stream, 'message')))
  const told = shallowRef<readonly HeldThread[]>([])
  const total = shallowRef<Readonly<Record<ThreadState, number>>>()
  const next = ref<number | null>(null)
  const loading = ref(false)
  const failed = ref(false)
  /** Counts up: an answer for another state, or an older one, is not wanted any more. */
  let asked = 0

  async function load(before?: number): Promise<void> {
    const mine = ++asked
    const wanted = state.value
    loading.value = true
    try {
      const search = { state: wanted, ...(before === undefined ? {} : { before }) }
      const page = await client.api.query('streamThreads', { stream }, search)
      if (mine !== asked) return
      const items = page.items.map((item) => {
        const [first, last] = [item.first, item.last] as StreamMessage[]
        return { id: item.first.id, first, last, answers: item.answers, isClosed: wanted === 'closed' }
      }) as HeldThread[]
      const isNew = ({ id }: HeldThread) => !items.some((item) => item.id === id)
      told.value = before === undefined ? items : [...told.value.filter(isNew), ...items]
      next.value = page.before
      total.value = page.total
      failed.value = false
    } catch {
      if (mine === asked) failed.value = true
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  watch(
    state,
    () => {
      told.value = []
      next.value = null
      void load()
    },
    { immediate: true },
  )
  // Answered, closed or reopened by somebody: the counts are the server's.
  watchDebounced(
    () => held.value.map(({ last, isClosed }) => `${last.createdSeq} ${isClosed}`).join(),
    () => load(),
    { debounce: 500 },
  )

  return {
    threads: computed(() => mergedThreads(told.value, held.value, state.value)),
    /** Undefined until the server has said it. */
    total,
    hasMore: computed(() => next.value !== null),
    loading,
    failed,
    more: () => load(next.value ?? undefined),
  }
}
