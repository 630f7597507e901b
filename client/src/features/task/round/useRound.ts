import { useStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useClock } from '../../../platform/clock.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'
import { useTaskLists } from '../useTaskLists.ts'
import { moved, progressOf, ROUND_PARTS, roundStops } from './roundStops.ts'

/** An order of one's own, of one day: ids alone, kept on the device. */
interface KeptOrder {
  readonly accountId: string
  readonly day: string
  readonly keys: readonly string[]
}
const NONE: KeptOrder = { accountId: '', day: '', keys: [] }

/** Ma tournée. Computed; only the order that the person chose is kept. */
export const useRound = defineStore('round', () => {
  const lists = useTaskLists()
  const workspace = useWorkspace()
  const now = useClock()
  const kept = useStorage<KeptOrder>('colloque.round', NONE)

  const today = computed(() => dayAt(now.value))
  const order = computed(() =>
    kept.value.day === today.value && kept.value.accountId === workspace.account?.id ? kept.value.keys : [],
  )
  const stops = computed(() =>
    lists.worker ? roundStops(lists.all, lists.worker, now.value, order.value) : [],
  )
  const parts = computed(() =>
    ROUND_PARTS.flatMap((part) => {
      const ofPart = stops.value.filter((stop) => stop.part === part)
      return ofPart.length ? [{ part, stops: ofPart, progress: progressOf(ofPart) }] : []
    }),
  )

  function move(key: string, step: 1 | -1) {
    kept.value = {
      accountId: workspace.account?.id ?? '',
      day: today.value,
      keys: moved(stops.value, key, step),
    }
  }

  return { stops, parts, progress: computed(() => progressOf(stops.value)), move }
})
