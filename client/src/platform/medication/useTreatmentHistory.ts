import type { QueryOutput } from '@colloque/contract'
import { ref, shallowRef } from 'vue'
import { useClient } from '../client.ts'
import { useErrorSentence } from '../refusal.ts'

export type Step = QueryOutput<'caseTreatmentHistory'>['items'][number]

/** A treatment of many years has some hundreds of changes. */
const MOST_PAGES = 20

/** Every change of a treatment, the newest first. Call in setup. */
export function useTreatmentHistory(caseId: () => string) {
  const client = useClient()
  const sentence = useErrorSentence()
  const steps = shallowRef<readonly Step[]>()
  const problem = ref('')

  let asked = 0
  let readOf = ''

  async function read() {
    const mine = ++asked
    const id = caseId()
    if (id !== readOf) steps.value = undefined
    readOf = id
    problem.value = ''
    const read: Step[] = []
    let cursor: string | null | undefined
    try {
      for (let page = 0; page < MOST_PAGES && cursor !== null; page++) {
        const { items, next } = await client.api.query(
          'caseTreatmentHistory',
          { id },
          cursor ? { cursor } : {},
        )
        read.push(...items)
        cursor = next
      }
      if (mine === asked) steps.value = read
    } catch (error) {
      if (mine === asked) problem.value = sentence(error)
    }
  }
  return { steps, problem, read }
}
