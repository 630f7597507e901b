import { ref } from 'vue'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { useIdentityWords } from '../useIdentityWords.ts'

/** One act at a time, what came of it said, and what went wrong kept to be read. Call it in setup. */
export function useAct() {
  const announcer = useAnnouncer()
  const words = useIdentityWords()
  /** What is under way, by a name that the caller gives. */
  const busy = ref('')
  const problem = ref('')

  /** @param act gives what is said of it; undefined where nothing is @returns whether it went well */
  async function attempt(
    act: () => Promise<string | undefined>,
    what = 'other',
    wordsFor: (error: unknown) => string = words,
  ): Promise<boolean> {
    if (busy.value) return false
    busy.value = what
    problem.value = ''
    try {
      const said = await act()
      if (said) announcer.announce(said)
      return true
    } catch (error) {
      problem.value = wordsFor(error)
      return false
    } finally {
      busy.value = ''
    }
  }

  return { busy, problem, attempt, words }
}
