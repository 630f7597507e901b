/** Scrolling while something is held at the edge of what scrolls. */
const EDGE_PX = 72
const MOST_PX = 14

/** Pixels for this frame: none away from the edges, the more the nearer. */
export function edgeSpeed(at: number, start: number, end: number): number {
  const edge = Math.min(EDGE_PX, (end - start) / 4)
  if (at < start + edge) return -Math.ceil(MOST_PX * Math.min(1, (start + edge - at) / edge))
  if (at > end - edge) return Math.ceil(MOST_PX * Math.min(1, (at - end + edge) / edge))
  return 0
}

/** Scrolls, for one frame, the innermost thing under the pointer that can in that direction, and at last the page. */
export function scrollAtEdges(x: number, y: number): void {
  let isDownDone = false
  let isAcrossDone = false
  for (let part = document.elementFromPoint(x, y); part; part = part.parentElement) {
    const isPage = part === document.scrollingElement
    const style = getComputedStyle(part)
    const box = isPage
      ? { top: 0, bottom: innerHeight, left: 0, right: innerWidth }
      : part.getBoundingClientRect()
    if (!isDownDone && (isPage || /auto|scroll/.test(style.overflowY))) {
      isDownDone = isMoved(part, 'scrollTop', edgeSpeed(y, box.top, box.bottom))
    }
    if (!isAcrossDone && (isPage || /auto|scroll/.test(style.overflowX))) {
      isAcrossDone = isMoved(part, 'scrollLeft', edgeSpeed(x, box.left, box.right))
    }
  }
}

function isMoved(part: Element, side: 'scrollTop' | 'scrollLeft', by: number): boolean {
  if (by === 0) return false
  const before = part[side]
  part[side] += by
  return part[side] !== before
}
