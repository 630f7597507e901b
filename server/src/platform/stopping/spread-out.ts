import { setTimeout as wait } from 'node:timers/promises'

/**
 * Lets go of things one after the other, evenly over `ms` milliseconds, in an order left to chance: whoever comes back
 * somewhere else comes back spread out as well. Resolves once all of them are gone, or the signal is given: then what
 * is left is left to the caller.
 * @param letGo resolves when the thing is gone
 */
export async function spreadOut<T>(
  things: Iterable<T>,
  ms: number,
  letGo: (thing: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const order = shuffled([...things])
  const from = performance.now()
  const going: Promise<void>[] = []
  for (const [place, thing] of order.entries()) {
    const due = from + ((place + Math.random()) * ms) / order.length
    const left = due - performance.now()
    if (left > 0) await wait(left, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    going.push(letGo(thing))
  }
  await Promise.race([Promise.all(going), given(signal)])
}

/** Resolves when the signal is given. */
function given(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

function shuffled<T>(things: T[]): T[] {
  return things
    .map((thing) => ({ thing, place: Math.random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ thing }) => thing)
}
