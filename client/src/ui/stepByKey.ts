import { nextTick } from 'vue'

/** One place up or down in a list. */
export type Step = -1 | 1

const STEPS: Readonly<Record<string, Step>> = { ArrowUp: -1, ArrowDown: 1 }

/** Takes Alt and an arrow for a step: what moves in the page keeps the keyboard. */
export async function stepByKey(event: KeyboardEvent, move: (by: Step) => unknown) {
  const by = STEPS[event.key]
  if (!event.altKey || !by) return
  event.preventDefault()
  const focused = document.activeElement
  move(by)
  await nextTick()
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus()
}
