/**
 * Where the reader stands in a stream: what is drawn, what has arrived and waits, where reading stopped, and when
 * the end counts as read. Nothing that is drawn moves under a finger.
 */
import type { StreamName } from '@colloque/domain'
import { useDocumentVisibility, useEventListener } from '@vueuse/core'
import { computed, nextTick, ref, watch, type Ref } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { drawnAround, isUnread, withEarlier, withLater, type Drawn, type StreamMessage } from './stream.ts'

/** This near to the end, in px, the reader is at it. */
const NEAR = 48
/** A hand that has just moved is still there, in ms. */
const HAND_STAYS = 1_500

export interface StreamReading {
  readonly stream: StreamName
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly messages: () => readonly StreamMessage[]
  /** The message that the address asks for. */
  readonly addressed: () => string | undefined
  /** `stream`: its end, once seen, is read. `aside`: only after the reader has turned to it. `thread`: never. */
  readonly kind: 'stream' | 'aside' | 'thread'
}

export function useStreamReading({ stream, scroller, messages, addressed, kind }: StreamReading) {
  const workspace = useWorkspace()
  const visibility = useDocumentVisibility()
  const me = () => workspace.account?.id ?? ''

  const drawn = ref<Drawn>({ from: 0, to: null })
  /** Later messages of others wait behind « 2 nouveautés ». */
  const upTo = ref(0)
  const firstUnreadId = ref<string>()
  const highlightedId = ref<string>()
  const notFound = ref(false)
  let placed = false
  let touched = false
  let lastTouched = 0

  const isLetIn = (message: StreamMessage) =>
    message.createdSeq <= upTo.value || message.rev === 0 || message.after.authorId === me()
  const arrived = computed(() => messages().filter(isLetIn))
  const held = computed(() => messages().length - arrived.value.length)
  const shown = computed(() => arrived.value.slice(drawn.value.from, drawn.value.to ?? undefined))
  const latestSeq = computed(() => messages().findLast(({ rev }) => rev > 0)?.createdSeq ?? 0)
  const isEarlier = computed(() => drawn.value.from > 0)
  const isLater = computed(() => drawn.value.to !== null)

  const isAtEnd = () => {
    const element = scroller.value
    if (!element || drawn.value.to !== null) return false
    return element.scrollHeight - element.scrollTop - element.clientHeight < NEAR
  }

  function scrollToEnd() {
    if (scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight
  }

  /** @param id of an element in the scroller; `share` of the height that stays above it */
  function bringTo(selector: string, share: number) {
    const [element, target] = [scroller.value, scroller.value?.querySelector(selector)]
    if (!element || !target) return
    const above = target.getBoundingClientRect().top - element.getBoundingClientRect().top
    element.scrollTop += above - element.clientHeight * share
  }

  /** At opening: the message of the address, else the first unread one, else the end. */
  async function place() {
    placed = true
    upTo.value = latestSeq.value
    const all = arrived.value
    const wanted = addressed()
    const wantedAt = wanted === undefined ? -1 : all.findIndex(({ id }) => id === wanted)
    notFound.value = wanted !== undefined && wantedAt < 0
    highlightedId.value = wantedAt < 0 ? undefined : wanted
    const readSeq = workspace.readSeqIn(stream)
    // On a first visit everything is unread: a mark above it says nothing, and the end says more than the start.
    const unreadAt =
      kind === 'thread' || readSeq === 0 ? -1 : all.findIndex((message) => isUnread(message, readSeq, me()))
    firstUnreadId.value = all[unreadAt]?.id
    const at = wantedAt >= 0 ? wantedAt : unreadAt
    drawn.value = drawnAround(all.length, at < 0 ? undefined : at)
    await nextTick()
    if (wantedAt >= 0) bringTo(`#message-${wanted}`, 0.3)
    else if (unreadAt >= 0) bringTo('[data-unread]', 0.1)
    else scrollToEnd()
    markIfRead()
  }

  function markIfRead() {
    if (kind === 'thread' || visibility.value !== 'visible' || held.value > 0 || !isAtEnd()) return
    if (kind === 'aside' && !touched) return
    workspace.markReadIn(stream, latestSeq.value)
  }

  async function showHeld() {
    upTo.value = latestSeq.value
    drawn.value = drawnAround(arrived.value.length, undefined)
    await nextTick()
    scrollToEnd()
    markIfRead()
  }

  /** More at one end; what is on the screen stays where it is. */
  async function draw(next: Drawn) {
    const element = scroller.value
    const first = element?.querySelector('article')
    const before = first?.getBoundingClientRect().top ?? 0
    // The browser's own anchoring would correct a second time.
    if (element) element.style.overflowAnchor = 'none'
    drawn.value = next
    await nextTick()
    if (element && first?.isConnected) element.scrollTop += first.getBoundingClientRect().top - before
    if (element) element.style.overflowAnchor = ''
  }
  const earlier = () => draw(withEarlier(drawn.value))
  const later = () => draw(withLater(drawn.value, arrived.value.length))

  function touch() {
    touched = true
    lastTouched = Date.now()
    markIfRead()
  }
  const handIsHere = () =>
    Date.now() - lastTouched < HAND_STAYS ||
    (scroller.value?.contains(document.activeElement) && document.activeElement !== scroller.value)

  for (const gesture of ['pointermove', 'pointerdown', 'wheel', 'keydown'] as const) {
    useEventListener(scroller, gesture, touch, { passive: true })
  }
  useEventListener(scroller, 'scroll', markIfRead, { passive: true })
  watch(visibility, markIfRead)

  watch(
    [scroller, () => messages().length > 0],
    ([element, some]) => {
      if (element && some && !placed) void place()
    },
    { immediate: true, flush: 'post' },
  )
  watch(addressed, (id) => {
    if (id !== undefined && placed) void place()
  })
  // How far the person has read on another device is known a moment after the messages.
  watch(
    () => workspace.readSeqIn(stream),
    () => {
      if (placed && !touched && !isAtEnd()) void place()
    },
  )
  // In the same turn as the message, before it is drawn: the end is where the reader is.
  watch(
    () => messages().at(-1)?.id,
    (id, before) => {
      if (!placed || id === undefined || id === before) return
      const mine = messages().at(-1)?.after.authorId === me()
      if (mine) return void showHeld()
      if (isAtEnd() && visibility.value === 'visible' && !handIsHere()) void showHeld()
    },
    { flush: 'pre' },
  )

  return {
    shown,
    held,
    isEarlier,
    isLater,
    firstUnreadId,
    highlightedId,
    notFound,
    showHeld,
    earlier,
    later,
    touch,
  }
}
