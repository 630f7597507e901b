import { useToast } from '@nuxt/ui/composables'
import { useAnnouncer } from './announcer.ts'

/** Says what has happened, for a while, to those who see and to those who hear. Call in setup. */
export function useSay() {
  const announcer = useAnnouncer()
  const toast = useToast()

  /**
   * @param about what is said of the same takes the place of what stands there: ten lines decided in a row are no pile
   *   over the eleventh. Without it the words stand beside others.
   */
  return (words: string, about?: string) => {
    announcer.announce(words)
    toast.add({ title: words, color: 'neutral', ...(about ? { id: `said ${about}` } : {}) })
  }
}
