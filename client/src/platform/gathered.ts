/** A page that is not seen draws no frames; nor may one that is busy for long keep everybody waiting. */
const AT_MOST_MS = 100

export interface Gathered<Item> {
  add(item: Item): void
  /** It is not handed on after all. */
  remove(item: Item): void
  stop(): void
}

/** Hands on what comes within a frame together, each once: what follows from it is drawn once, not for each. */
export function gathered<Item>(handOn: (items: readonly Item[]) => void): Gathered<Item> {
  const waiting = new Set<Item>()
  let frame: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function end(): void {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = undefined
  }
  function flush(): void {
    end()
    const items = [...waiting]
    waiting.clear()
    if (items.length > 0) handOn(items)
  }
  return {
    add(item) {
      waiting.add(item)
      if (frame !== undefined) return
      frame = requestAnimationFrame(flush)
      timer = setTimeout(flush, AT_MOST_MS)
    },
    remove: (item) => void waiting.delete(item),
    stop() {
      end()
      waiting.clear()
    },
  }
}
