import type { QueryOutput } from '@colloque/contract'
import { ref, shallowRef } from 'vue'
import { useClient } from '../../../platform/client.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'

export type Step = QueryOutput<'caseTreatmentHistory'>['items'][number]

/** A treatment of many years has some hundreds of changes. */
const MOST_PAGES = 20

/** Every change of a treatment, the newest first. Call in setup. */
export function useTreatmentHistory(caseId: () => string) {
  const client = useClient()
  const sentence = useErrorSentence()
  const steps = shallowRef<readonly Step[]>()
  const problem = ref('')

  async function read() {
    problem.value = ''
    const read: Step[] = []
    let cursor: string | null | undefined
    try {
      for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
        const { items, next } = await client.api.query(
          'caseTreatmentHistory',
          { id: caseId() },
          cursor ? { cursor } : {},
        )
        read.push(...items)
        cursor = next
      }
      steps.value = read
    } catch (error) {
      problem.value = sentence(error)
    }
  }
  return { steps, problem, read }
}
