/**
 * Where the reader stands in a stream: what is drawn, what has arrived and waits, where reading stopped, and when
 * the end counts as read. Nothing that is drawn moves under a finger.
 */
import type { StreamName } from '@colloque/domain'
import { useDocumentVisibility, useEventListener, useResizeObserver } from '@vueuse/core'
import { computed, nextTick, onScopeDispose, ref, watch, type Ref } from 'vue'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { drawnAround, placesOf, STEP, withEarlier, withLater, type Drawn } from './drawn.ts'
import { isUnread, type StreamMessage } from './stream.ts'
import type { ReactiveHistory } from './useHistory.ts'

/** This near to the end, in px, the reader is at it. */
const NEAR = 48
/** A hand that has just moved is still there, in ms. */
const HAND_STAYS = 1_500
/** More is drawn this many screens before its edge is reached; fetched while this many messages are still to draw. */
const SCREENS_AHEAD = 1.5
const MESSAGES_AHEAD = 4 * STEP

export interface StreamReading {
  readonly stream: StreamName
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  /** All that is scrolled. */
  readonly content: Readonly<Ref<HTMLElement | null>>
  readonly history: ReactiveHistory
  /** The newest messages, which the device follows live. */
  readonly live: () => readonly StreamMessage[]
  /** The message that the address asks for. */
  readonly addressed: () => string | undefined
  /** `stream`: its end, once seen, is read. `aside`: only after the reader has turned to it. `thread`: never. */
  readonly kind: 'stream' | 'aside' | 'thread'
}

export function useStreamReading({
  stream,
  scroller,
  content,
  history,
  live,
  addressed,
  kind,
}: StreamReading) {
  const workspace = useWorkspace()
  const visibility = useDocumentVisibility()
  const me = () => workspace.account?.id ?? ''

  const drawn = ref<Drawn>({ from: 0, to: Infinity })
  /** Later messages of others wait behind « 2 nouveautés ». */
  const upTo = ref(0)
  const firstUnreadId = ref<string>()
  const highlightedId = ref<string>()
  const notFound = ref(false)
  /** Far enough from the newest that a way back is offered. */
  const isAway = ref(false)
  let placed = false
  let touched = false
  let lastTouched = 0
  let drawing = false
  /** When the reader last moved, or was moved. */
  let wasAtEnd = false
  let visit = 0

  const isLetIn = (message: StreamMessage) =>
    message.createdSeq <= upTo.value || message.rev === 0 || message.after.authorId === me()
  const arrived = computed(() => history.messages.value.filter(isLetIn))
  const held = computed(() => live().filter((message) => !isLetIn(message)).length)
  const shown = computed(() => arrived.value.slice(...placesOf(arrived.value, drawn.value)))
  const latestSeq = computed(() => live().findLast(({ rev }) => rev > 0)?.createdSeq ?? 0)
  const isWithin = computed(() => {
    const [start, end] = placesOf(arrived.value, drawn.value)
    return { before: start, after: arrived.value.length - end }
  })
  const isEarlier = computed(() => isWithin.value.before > 0 || history.isEarlier.value)
  const isLater = computed(() => isWithin.value.after > 0 || history.isLater.value)

  const belowView = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight
  const isAtEnd = () => {
    const element = scroller.value
    return element !== null && !isLater.value && belowView(element) < NEAR
  }

  function scrollToEnd() {
    if (scroller.value) scroller.value.scrollTop = scroller.value.scrollHeight
  }

  /** @param selector of an element in the scroller; `share` of the height that stays above it */
  function bringTo(selector: string, share: number) {
    const [element, target] = [scroller.value, scroller.value?.querySelector(selector)]
    if (!element || !target) return
    const above = target.getBoundingClientRect().top - element.getBoundingClientRect().top
    element.scrollTop += above - element.clientHeight * share
  }

  /** At opening: the message of the address, else the first unread one, else the end. */
  async function place() {
    placed = true
    const wanted = addressed()
    if (wanted !== undefined) return goTo(wanted)
    notFound.value = false
    highlightedId.value = undefined
    const mine = ++visit
    const readSeq = workspace.readSeqIn(stream)
    // On a first visit everything is unread: a mark above it says nothing, and the end says more than the start.
    const isMarked = kind !== 'thread' && readSeq > 0
    if (isMarked && readSeq < latestSeq.value) await history.since(readSeq)
    if (visit !== mine) return
    upTo.value = latestSeq.value
    const all = arrived.value
    const unreadAt = isMarked ? all.findIndex((message) => isUnread(message, readSeq, me())) : -1
    firstUnreadId.value = all[unreadAt]?.id
    if (unreadAt < 0 && history.isLater.value) history.latest()
    await show(unreadAt < 0 ? undefined : unreadAt)
    if (unreadAt >= 0) bringTo('[data-unread]', 0.1)
    else scrollToEnd()
    settle()
  }

  /** Brings a message into view, from however long ago. @returns whether it is there */
  async function goTo(id: string): Promise<boolean> {
    const mine = ++visit
    upTo.value = Math.max(upTo.value, latestSeq.value)
    let isThere = false
    try {
      isThere = await history.around(id)
      history.failed.value = undefined
    } catch (error) {
      const isGone = error instanceof Error && 'code' in error && error.code === 'not_found'
      if (!isGone) history.failed.value = 'place'
    }
    if (visit !== mine) return false
    notFound.value = !isThere && history.failed.value !== 'place'
    highlightedId.value = isThere ? id : undefined
    const at = arrived.value.findIndex((message) => message.id === id)
    await show(at < 0 ? undefined : at)
    if (at >= 0) bringTo(`#message-${id}`, 0.3)
    else scrollToEnd()
    settle()
    return isThere
  }

  /** @param instant ISO; what was said first since then comes to the top */
  async function goToInstant(instant: string) {
    const mine = ++visit
    const id = await history.at(instant)
    if (visit !== mine || history.failed.value) return
    if (id === undefined) return showHeld()
    upTo.value = Math.max(upTo.value, latestSeq.value)
    await show(arrived.value.findIndex((message) => message.id === id))
    bringTo(`#message-${id}`, 0.1)
    scroller.value?.querySelector<HTMLElement>(`#message-${id}`)?.focus({ preventScroll: true })
    settle()
  }

  async function show(index: number | undefined) {
    drawn.value = drawnAround(arrived.value, index, history.isLater.value)
    await nextTick()
  }

  async function showHeld() {
    visit++
    if (history.isLater.value) history.latest()
    upTo.value = latestSeq.value
    await show(undefined)
    scrollToEnd()
    settle()
  }

  function markIfRead() {
    if (kind === 'thread' || visibility.value !== 'visible' || held.value > 0 || !isAtEnd()) return
    if (kind === 'aside' && !touched) return
    workspace.markReadIn(stream, latestSeq.value)
  }

  /** More at one end, the far end dropped; what is on the screen stays where it is. */
  async function draw(next: Drawn) {
    const element = scroller.value
    if (!element || drawing) return
    drawing = true
    const top = element.getBoundingClientRect().top
    const inView = [...element.querySelectorAll('article')].find(
      (article) => article.getBoundingClientRect().bottom > top,
    )
    const before = inView?.getBoundingClientRect().top ?? 0
    // The browser's own anchoring would correct a second time.
    element.style.overflowAnchor = 'none'
    drawn.value = next
    await nextTick()
    if (inView?.isConnected) element.scrollTop += inView.getBoundingClientRect().top - before
    element.style.overflowAnchor = ''
    drawing = false
  }

  /** Draws and fetches ahead of the finger. */
  async function growIfNear() {
    const element = scroller.value
    if (!placed || !element || drawing || history.loading.value === 'place') return
    const ahead = element.clientHeight * SCREENS_AHEAD
    const { before, after } = isWithin.value
    const nearStart = element.scrollTop < ahead
    const nearEnd = belowView(element) < ahead
    // A failure stands until the person asks again.
    if (nearStart && before < MESSAGES_AHEAD && history.isEarlier.value && history.failed.value !== 'earlier')
      void history.earlier()
    if (nearEnd && after < MESSAGES_AHEAD && history.isLater.value && history.failed.value !== 'later')
      void history.later()
    if (nearStart && before > 0) await draw(withEarlier(arrived.value, drawn.value, history.isLater.value))
    else if (nearEnd && after > 0) await draw(withLater(arrived.value, drawn.value, history.isLater.value))
    else return
    growSoon()
  }

  let frame = 0
  function growSoon() {
    frame ||= requestAnimationFrame(() => {
      frame = 0
      void growIfNear()
    })
  }
  onScopeDispose(() => cancelAnimationFrame(frame))

  function settle() {
    const element = scroller.value
    if (!element) return
    wasAtEnd = isAtEnd()
    isAway.value = isLater.value || belowView(element) > element.clientHeight
    markIfRead()
    growSoon()
  }

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
  useEventListener(scroller, 'scroll', settle, { passive: true })
  // A field below that opens, a picture that comes, a name under a message: the end stays in sight.
  useResizeObserver([scroller, content], () => {
    if (wasAtEnd && !isLater.value && !handIsHere()) scrollToEnd()
  })
  watch(visibility, markIfRead)
  watch([history.messages, history.isEarlier, history.isLater], growSoon, { flush: 'post' })

  watch(
    [
      scroller,
      () => history.isReady.value && (history.messages.value.length > 0 || addressed() !== undefined),
    ],
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
      if (placed && !touched && !isAtEnd() && addressed() === undefined) void place()
    },
  )
  // In the same turn as the message, before it is drawn: the end is where the reader is.
  watch(
    () => live().at(-1)?.id,
    (id, before) => {
      if (!placed || id === undefined || id === before) return
      const mine = live().at(-1)?.after.authorId === me()
      if (mine) return void showHeld()
      if (isAtEnd() && visibility.value === 'visible' && !handIsHere()) void showHeld()
    },
    { flush: 'pre' },
  )

  function retry() {
    const what = history.failed.value
    history.failed.value = undefined
    if (what === 'place') void place()
    else growSoon()
  }

  return {
    shown,
    held,
    isEarlier,
    isLater,
    isAway,
    firstUnreadId,
    highlightedId,
    notFound,
    showHeld,
    goTo,
    goToInstant,
    retry,
    touch,
  }
}
