/**
 * When the person was last at a place, on this device: Accueil, or a situation. Instants alone are kept, and no word
 * of a patient.
 */
import { useEventListener, useIntervalFn } from '@vueuse/core'

/** Away for less than this, it is still the same visit. */
const SAME_VISIT_MS = 30 * 60_000
const NOTE_EVERY_MS = 60_000

/**
 * Begins a visit that lasts as long as the calling scope. Call in setup.
 * @param place e.g. `home`, or the id of a case
 * @returns when the visit before this one ended, ISO; undefined on a first one
 */
export function beginVisit(accountId: string, place: string): string | undefined {
  const key = `colloque.visit.${accountId}.${place}`
  const [before, seen] = read(key)
  const isSameVisit = seen !== undefined && Date.now() - Date.parse(seen) < SAME_VISIT_MS
  const since = isSameVisit ? before : seen
  const note = () => write(key, [since ?? null, new Date().toISOString()])
  note()
  useIntervalFn(note, NOTE_EVERY_MS)
  useEventListener(window, 'pagehide', note)
  return since
}

function read(key: string): (string | undefined)[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.map((one) => (Number.isNaN(Date.parse(one)) ? undefined : one)) : []
  } catch {
    // Not ours, or cut short: as on a first visit.
    return []
  }
}

function write(key: string, visit: readonly (string | null)[]) {
  try {
    localStorage.setItem(key, JSON.stringify(visit))
  } catch {
    // A device without room: the next visit is a first one again.
  }
}
