import { useIntervalFn, useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Away for less than this, it is still the same visit. */
const SAME_VISIT_MS = 30 * 60_000
const NOTE_EVERY_MS = 60_000

/** When the person was here before, on this device. Two instants are kept, and nothing of a patient. */
export const useLastVisit = defineStore('lastVisit', () => {
  const workspace = useWorkspace()
  /** ISO; undefined on a first visit. */
  const since = ref<string>()

  /** Call in the shell's setup. */
  function begin() {
    const key = `colloque.visit.${workspace.account?.id ?? ''}`
    const [before, seen] = read(key)
    const isSameVisit = seen !== undefined && Date.now() - Date.parse(seen) < SAME_VISIT_MS
    since.value = isSameVisit ? before : seen
    const note = () =>
      localStorage.setItem(key, JSON.stringify([since.value ?? null, new Date().toISOString()]))
    note()
    useIntervalFn(note, NOTE_EVERY_MS)
    useEventListener(window, 'pagehide', note)
  }

  return { since, begin }
})

function read(key: string): (string | undefined)[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.map((one) => (Number.isNaN(Date.parse(one)) ? undefined : one)) : []
  } catch {
    // Not ours, or cut short: as on a first visit.
    return []
  }
}
