/** A form kept on this device until it is sent, beside the drafts of messages: it goes with them at sign-out. */
import { reactive, watch } from 'vue'
import { wordsOf } from './deviceWords.ts'

/**
 * Call in a scope. Written at each key.
 * @param place e.g. `<caseId>.visit`
 * @param isEmpty nothing is kept of an empty form
 */
export function useKeptForm<Form extends object>(
  accountId: string,
  place: string,
  empty: () => Form,
  isEmpty: (form: Form) => boolean,
) {
  const form = reactive({ ...empty(), ...read<Form>(accountId, place) }) as Form

  watch(form, (now) => write(accountId, place, isEmpty(now) ? null : now), { deep: true, flush: 'sync' })

  const fill = (given: Form) => Object.assign(form, given)
  return { form, fill, clear: () => fill(empty()) }
}

function read<Form>(accountId: string, place: string): Partial<Form> {
  try {
    return JSON.parse(wordsOf(accountId)?.get(place) ?? '{}') as Partial<Form>
  } catch {
    return {}
  }
}

function write(accountId: string, place: string, form: object | null): void {
  if (form) wordsOf(accountId)?.set(place, JSON.stringify(form))
  else wordsOf(accountId)?.remove(place)
}
