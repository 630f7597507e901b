import { useToast } from '@nuxt/ui/composables'
import { useAnnouncer } from './announcer.ts'

/** Says what has happened, for a while, to those who see and to those who hear. Call in setup. */
export function useSay() {
  const announcer = useAnnouncer()
  const toast = useToast()

  return (words: string) => {
    announcer.announce(words)
    toast.add({ title: words, color: 'neutral' })
  }
}
