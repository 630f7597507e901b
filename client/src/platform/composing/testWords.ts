import type { KeptWords } from '@colloque/sdk'

/** Stands in for what the device keeps, for tests of what is kept on it. */
const kept = new Map<string, Map<string, string>>()

export function wordsOf(accountId: string): KeptWords {
  const words = kept.get(accountId) ?? new Map<string, string>()
  kept.set(accountId, words)
  return {
    get: (place) => words.get(place),
    set: (place, text) => void words.set(place, text),
    remove: (place) => void words.delete(place),
    places: (prefix) => [...words.keys()].filter((place) => place.startsWith(prefix)),
    flushed: async () => undefined,
  }
}

export const forgetWords = () => kept.clear()
