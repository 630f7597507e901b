/** A form kept on this device until it is sent, beside the drafts of messages: it goes with them at sign-out. */
import { reactive, watch } from 'vue'
import { draftKey } from './drafts.ts'

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
  const key = draftKey(accountId, place)
  const form = reactive({ ...empty(), ...read<Form>(key) }) as Form

  watch(form, (now) => write(key, isEmpty(now) ? null : now), { deep: true, flush: 'sync' })

  const fill = (given: Form) => Object.assign(form, given)
  return { form, fill, clear: () => fill(empty()) }
}

function read<Form>(key: string): Partial<Form> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Form>
  } catch {
    return {}
  }
}

function write(key: string, form: object | null): void {
  try {
    if (form) localStorage.setItem(key, JSON.stringify(form))
    else localStorage.removeItem(key)
  } catch {
    // A device without room keeps the form in the page alone.
  }
}
