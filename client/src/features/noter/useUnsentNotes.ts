import { defineStore } from 'pinia'
import { reactive } from 'vue'
import { useClient } from '../../platform/client.ts'
import type { PickedFile } from '../../platform/composing/attachments.ts'
import type { Entered } from '../../platform/measure/readingEntry.ts'
import type { Said } from '../../platform/measure/wordedEntry.ts'

export interface Gathered {
  entered: Entered
  said: Said
  photos: readonly PickedFile[]
}

/**
 * Readings, also those in words, and photos of notes that are not sent, by case, while the page lives: a sheet that is closed by mistake
 * loses nothing. (Words are kept on the device: `useDraft`.)
 */
export const useUnsentNotes = defineStore('unsentNotes', () => {
  const byCase = reactive(new Map<string, Gathered>())
  useClient().onAccount(() => byCase.clear())

  function of(caseId: string): Gathered {
    const held = byCase.get(caseId)
    if (held) return held
    byCase.set(caseId, { entered: {}, said: {}, photos: [] })
    return of(caseId)
  }

  /** The person was the wrong one. What is there already stays. */
  function move(from: string, to: string): void {
    const left = byCase.get(from)
    const there = byCase.get(to)
    if (!left || (there && !isEmpty(there))) return
    byCase.set(to, left)
    byCase.delete(from)
  }

  const isEmpty = ({ entered, said, photos }: Gathered) =>
    Object.keys(entered).length === 0 && Object.keys(said).length === 0 && photos.length === 0

  return { of, move, drop: (caseId: string) => byCase.delete(caseId) }
})
