import type { DeviceDatabase } from './device-database.ts'
import { fromBytes, toBytes } from './device-vault.ts'

/** Words that are being written, by place: drafts and forms. */
export interface WordStore {
  all(): Promise<Map<string, string>>
  set(place: string, words: string): Promise<void>
  remove(place: string): Promise<void>
}

export function createMemoryWordStore(): WordStore {
  const kept = new Map<string, string>()
  return {
    all: async () => new Map(kept),
    set: async (place, words) => void kept.set(place, words),
    remove: async (place) => void kept.delete(place),
  }
}

const nameOf = (place: string) => `words ${place}`

/** Words on the device, sealed. */
export function deviceWords(device: DeviceDatabase): WordStore {
  return {
    async all() {
      const database = await device.open()
      const { store } = database.transaction('words')
      const [places, kept] = await Promise.all([store.getAllKeys(), store.getAll()])
      const opened = await Promise.all(
        kept.map((sealed, index) => device.vault.open('unsent', nameOf(places[index]!), sealed)),
      )
      return new Map(
        opened.flatMap((bytes, index) => (bytes ? [[places[index]!, fromBytes(bytes) as string]] : [])),
      )
    },
    async set(place, words) {
      const began = device.generation
      const database = await device.open()
      const sealed = await device.vault.seal('unsent', nameOf(place), toBytes(words))
      if (device.generation === began) await database.put('words', sealed, place)
    },
    async remove(place) {
      await (await device.open()).delete('words', place)
    },
  }
}

/** Words for as long as the tab lives, on a device that is not the person's: a reload loses none. */
export function sessionWords(accountId: string): WordStore {
  const prefix = `colloque.words.${accountId}.`
  return {
    async all() {
      const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(prefix))
      return new Map(keys.map((key) => [key.slice(prefix.length), sessionStorage.getItem(key) ?? '']))
    },
    set: async (place, words) => sessionStorage.setItem(prefix + place, words),
    remove: async (place) => sessionStorage.removeItem(prefix + place),
  }
}
