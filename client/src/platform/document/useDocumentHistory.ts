import type { QueryOutput } from '@colloque/contract'
import { computed, ref, shallowRef } from 'vue'
import { useClient } from '../client.ts'
import { useErrorSentence } from '../refusal.ts'

export type HistoryDay = QueryOutput<'documentHistory'>['days'][number]
export type HistoryPerson = HistoryDay['people'][number]
export type HistoryLine = HistoryPerson['lines'][number]

/** What was done in a board or plan, day by day, the latest first. Call in setup. */
export function useDocumentHistory(caseId: string, kind: 'board' | 'plan') {
  const client = useClient()
  const sentence = useErrorSentence()
  const days = shallowRef<readonly HistoryDay[]>()
  const next = ref<number | null>(null)
  const problem = ref('')
  const isReading = ref(false)

  async function read(before?: number) {
    if (isReading.value) return
    isReading.value = true
    problem.value = ''
    try {
      const search = before === undefined ? {} : { before }
      const page = await client.api.query('documentHistory', { id: caseId, kind }, search)
      days.value = before === undefined ? page.days : [...(days.value ?? []), ...page.days]
      next.value = page.next
    } catch (error) {
      problem.value = sentence(error)
    } finally {
      isReading.value = false
    }
  }

  return {
    days,
    problem,
    isReading,
    hasMore: computed(() => next.value !== null),
    /** From the latest day on. */
    read: () => read(),
    readMore: () => (next.value === null ? undefined : read(next.value)),
  }
}
