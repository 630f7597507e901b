/**
 * The part of a long conversation that is drawn: a window on the messages held here, by their place in the stream, so
 * that pages loaded before or after it change nothing of it. It never grows without end: the far side is let go of.
 */

/** Messages drawn at first: a screen and more on each side. What is asked for is there before what stands further off. */
export const FIRST = 16
/** How many more at once, little enough for one frame. */
export const STEP = 16
/** At most; the far side is dropped. */
export const MOST = 120

/** From one `createdSeq` to another, both included; `to` Infinity follows the end. */
export interface Drawn {
  readonly from: number
  readonly to: number
}

interface Placed {
  readonly createdSeq: number
}

/**
 * What to draw first.
 * @param messages in their order
 * @param index of the message that must be there; undefined for the end alone
 * @param isLater whether there is more after the last of them
 */
export function drawnAround(messages: readonly Placed[], index: number | undefined, isLater = false): Drawn {
  const last = Math.max(0, messages.length - FIRST)
  const start = index === undefined || index >= last ? last : Math.max(0, index - FIRST / 2)
  return window(messages, start, start + FIRST, isLater)
}

export function withEarlier(messages: readonly Placed[], drawn: Drawn, isLater = false): Drawn {
  const [start, end] = placesOf(messages, drawn)
  const from = Math.max(0, start - STEP)
  return end - from > MOST
    ? window(messages, from, from + MOST, isLater)
    : { from: seqAt(messages, from), to: drawn.to }
}

export function withLater(messages: readonly Placed[], drawn: Drawn, isLater = false): Drawn {
  const [start, end] = placesOf(messages, drawn)
  const to = end + STEP
  return window(messages, Math.max(start, Math.min(to, messages.length) - MOST), to, isLater)
}

/** Indices of the first message drawn, and of the one after the last. */
export function placesOf(messages: readonly Placed[], { from, to }: Drawn): [number, number] {
  const start = messages.findIndex(({ createdSeq }) => createdSeq >= from)
  if (start < 0) return [messages.length, messages.length]
  const end =
    to === Infinity ? -1 : messages.findIndex(({ createdSeq }, index) => index >= start && createdSeq > to)
  return [start, end < 0 ? messages.length : end]
}

const seqAt = (messages: readonly Placed[], index: number) => messages[index]?.createdSeq ?? 0

function window(messages: readonly Placed[], start: number, end: number, isLater: boolean): Drawn {
  const followsEnd = end >= messages.length && !isLater
  const last = messages[Math.min(end, messages.length) - 1]
  return { from: seqAt(messages, start), to: followsEnd || !last ? Infinity : last.createdSeq }
}
