import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useQueue } from '../../platform/queue/useQueue.ts'
import { useHeldActs } from '../../platform/sending/heldActs.ts'
import { keepStanding, newcomers, standAfresh, type StandingLine } from './steadyQueue.ts'

/** The lines of Accueil, the one that the keyboard is on, and what waits to be shown. */
export function useStandingQueue() {
  const { t } = useI18n()
  const queue = useQueue()
  const held = useHeldActs()
  const announcer = useAnnouncer()
  const lines = shallowRef<readonly StandingLine[]>([])
  const currentId = shallowRef<string>()
  const settled = new Set<string>()
  /** Whether the reader has picked a line; before that, the first one is current while the cases come in. */
  let picked = false

  const arrivals = computed(() => newcomers(lines.value, queue.items))

  watch(
    () => ({ items: queue.items, isSettled: queue.settled }),
    ({ items, isSettled }, last) => {
      const before = lines.value
      const stands = isSettled && last?.isSettled
      lines.value = stands ? keepStanding(before, items, settled) : standAfresh(items)
      if (stands || picked) moveOn(before)
      else currentId.value = lines.value[0]?.id
    },
    { immediate: true },
  )

  // Taken back by the reader, or refused: it stands again, where the reader goes on.
  watch(
    () => held.returned,
    (returned) => {
      if (!returned || !queue.items.some(({ entityId }) => entityId === returned.id)) return
      showArrivals()
      select(returned.id)
    },
    { flush: 'post' },
  )

  watch(arrivals, (now, before) => {
    const known = new Set(before.map(({ key }) => key))
    const urgent = now.filter(({ key, band }) => band === 'urgent' && !known.has(key))
    if (urgent.length) announcer.announce(t('notification.urgentArrived', urgent.length))
  })

  /** When the current line has left, its successor takes its place. */
  function moveOn(before: readonly StandingLine[]) {
    const live = lines.value.filter(({ gone }) => !gone)
    if (live.some(({ id }) => id === currentId.value)) return
    const at = before.findIndex(({ id }) => id === currentId.value)
    const after = new Set(before.slice(at + 1).map(({ id }) => id))
    currentId.value = (live.find(({ id }) => after.has(id)) ?? live.at(at > 0 ? -1 : 0))?.id
  }

  function move(step: 1 | -1) {
    const ids = lines.value.filter(({ gone }) => !gone).map(({ id }) => id)
    const at = ids.indexOf(currentId.value ?? '')
    select(ids[Math.min(Math.max(at + step, 0), ids.length - 1)])
  }

  function select(id: string | undefined) {
    picked = true
    currentId.value = id
  }

  function showArrivals() {
    settled.clear()
    lines.value = standAfresh(queue.items)
    currentId.value = lines.value[0]?.id
  }

  return { lines, currentId, arrivals, move, select, showArrivals, settle: (id: string) => settled.add(id) }
}
