import type { WordStore } from './device-words.ts'

/** Words that are being written, by place, read and written at once; the device is given them a moment later. */
export interface KeptWords {
  get(place: string): string | undefined
  set(place: string, words: string): void
  remove(place: string): void
  /** Places that begin so. */
  places(prefix: string): string[]
  /** Resolves when the device has written what it was given. */
  flushed(): Promise<void>
}

/** @param store a device that refuses it leaves the words in the page alone */
export async function openKeptWords(store: WordStore): Promise<KeptWords> {
  const words = await store.all().catch(() => new Map<string, string>())
  /** One write after the other, each of what stands when its turn comes. */
  let writing: Promise<void> = Promise.resolve()
  const waiting = new Set<string>()

  function keep(place: string): void {
    if (waiting.has(place)) return
    waiting.add(place)
    writing = writing.then(async () => {
      waiting.delete(place)
      const now = words.get(place)
      await (now === undefined ? store.remove(place) : store.set(place, now)).catch(() => undefined)
    })
  }

  return {
    get: (place) => words.get(place),
    set(place, text) {
      words.set(place, text)
      keep(place)
    },
    remove(place) {
      if (words.delete(place)) keep(place)
    },
    places: (prefix) => [...words.keys()].filter((place) => place.startsWith(prefix)),
    flushed: () => writing,
  }
}
