/**
 * The state of saving, of everything at once. Each outbox, board or draft reports itself; the shell shows the sum,
 * so that « Enregistré » is said only when nothing anywhere waits.
 */
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'

export interface Saving {
  /** What the server has not confirmed. */
  readonly pending: number
  /** ISO instant since when the server cannot be reached; null while it can. */
  readonly offlineSince: string | null
}

export const useSavingStore = defineStore('saving', () => {
  const sources = shallowReactive(new Map<symbol, MaybeRefOrGetter<Saving>>())
  const reports = computed(() => [...sources.values()].map((source) => toValue(source)))

  const pending = computed(() => reports.value.reduce((sum, report) => sum + report.pending, 0))
  const offlineSince = computed(
    () => reports.value.flatMap((report) => report.offlineSince ?? []).sort()[0] ?? null,
  )

  /** @returns stops the report */
  function add(source: MaybeRefOrGetter<Saving>) {
    const key = Symbol('saving')
    sources.set(key, source)
    return () => void sources.delete(key)
  }

  return { pending, offlineSince, add }
})

/** Reports the saving of one thing while the calling scope lives. */
export function reportSaving(source: MaybeRefOrGetter<Saving>) {
  onScopeDispose(useSavingStore().add(source))
}
