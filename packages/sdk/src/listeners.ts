export type Unlisten = () => void

export interface Listeners<Args extends unknown[]> {
  /** @returns a function that takes the listener away again */
  add(listener: (...args: Args) => void): Unlisten
  tell(...args: Args): void
}

/** The observers of one kind of event. One that throws is reported and does not keep the others from hearing. */
export function createListeners<Args extends unknown[]>(): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>()
  return {
    add(listener) {
      // A wrapper of its own, so that a function added twice is heard twice and taken away once.
      const own = (...args: Args) => listener(...args)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    tell(...args) {
      for (const listener of [...listeners]) {
        try {
          listener(...args)
        } catch (error) {
          queueMicrotask(() => {
            throw error
          })
        }
      }
    },
  }
}
