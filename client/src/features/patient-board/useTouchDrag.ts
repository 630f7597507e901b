/** A long press lifts a card; it follows the finger, and the board scrolls at its edges. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import { scrollAtEdges } from './edgeScroll.ts'

/** Shorter than the browser's own long press, which would open a menu. */
const HOLD_MS = 350
/** A finger that moves more than this before is scrolling. */
const SLACK_PX = 8

interface TouchDrag {
  canDrag(): boolean
  onMove(cardId: string, x: number, y: number): void
  /** Let go or given up. */
  onEnd(): void
  onDrop(cardId: string, x: number, y: number): void
}

let fingers = 0
/** Whether the screen is touched: the browser's own drag, where it has one, stays out of it. */
export const isUnderFinger = () => fingers > 0

/** Call in setup, once for a board. Tiles carry `data-card`. */
export function useTouchDrag(board: Readonly<Ref<HTMLElement | null>>, drag: TouchDrag) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let start: { readonly x: number; readonly y: number } | undefined
  let lifted: { readonly id: string; readonly tile: HTMLElement; readonly ghost: HTMLElement } | undefined
  let at = { x: 0, y: 0 }
  let frame = 0

  function press(event: TouchEvent) {
    fingers = event.touches.length
    giveUp()
    const touch = event.touches[0]
    const target = event.target instanceof Element ? event.target : undefined
    const tile = target?.closest<HTMLElement>('[data-card]')
    if (!touch || fingers > 1 || !tile || target?.closest('button, [role=dialog]') || !drag.canDrag()) return
    start = at = { x: touch.clientX, y: touch.clientY }
    timer = setTimeout(() => lift(tile), HOLD_MS)
  }

  function lift(tile: HTMLElement) {
    const { left, top, width } = tile.getBoundingClientRect()
    const ghost = tile.cloneNode(true) as HTMLElement
    ghost.removeAttribute('data-card')
    for (const named of ghost.querySelectorAll('[id]')) named.removeAttribute('id')
    ghost.setAttribute('aria-hidden', 'true')
    ghost.inert = true
    ghost.className += ' pointer-events-none z-50 shadow-lg'
    Object.assign(ghost.style, {
      position: 'fixed',
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      opacity: '0.9',
    })
    document.body.append(ghost)
    tile.style.opacity = '0.4'
    lifted = { id: tile.dataset['card']!, tile, ghost }
    navigator.vibrate?.(15)
    getSelection()?.removeAllRanges()
    frame = requestAnimationFrame(follow)
  }

  function follow() {
    if (!lifted || !start) return
    // Somebody else has moved or removed it: what its element still hears does not reach the board.
    if (!lifted.tile.isConnected) {
      fingers = 0
      return giveUp()
    }
    lifted.ghost.style.transform = `translate(${at.x - start.x}px, ${at.y - start.y}px)`
    scrollAtEdges(at.x, at.y)
    drag.onMove(lifted.id, at.x, at.y)
    frame = requestAnimationFrame(follow)
  }

  function move(event: TouchEvent) {
    const touch = event.touches[0]
    if (!touch || !start) return
    at = { x: touch.clientX, y: touch.clientY }
    if (lifted) event.preventDefault()
    else if (Math.hypot(at.x - start.x, at.y - start.y) > SLACK_PX) giveUp()
  }

  function release(event: TouchEvent) {
    fingers = event.touches.length
    if (lifted) {
      // Or a click would follow, and open the card.
      if (event.cancelable) event.preventDefault()
      const { id } = lifted
      const isDropped = event.type === 'touchend'
      giveUp()
      if (isDropped) drag.onDrop(id, at.x, at.y)
    } else giveUp()
  }

  function giveUp() {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    start = undefined
    if (!lifted) return
    lifted.ghost.remove()
    lifted.tile.style.opacity = ''
    lifted = undefined
    drag.onEnd()
  }

  /** What a long press opens elsewhere. */
  const keepMenuShut = (event: Event) => {
    if (lifted) event.preventDefault()
  }

  onMounted(() => {
    const element = board.value!
    element.addEventListener('touchstart', press, { passive: true })
    element.addEventListener('touchmove', move, { passive: false })
    element.addEventListener('touchend', release)
    element.addEventListener('touchcancel', release)
    element.addEventListener('contextmenu', keepMenuShut)
  })
  onBeforeUnmount(() => {
    fingers = 0
    giveUp()
  })
}
