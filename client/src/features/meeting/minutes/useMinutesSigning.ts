/** The signature of minutes: what is on the screen, by its own hash, with a proof of who signs. As for a care plan. */
import { DomainError } from '@colloque/domain'
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useProof } from '../../../platform/proof/useProof.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import type { SeenMinutes } from './useMinutes.ts'

/** What came of an attempt. `again`: something stands against it, and is said. */
export type SignOutcome = 'signed' | 'again'

/**
 * Call in setup.
 * @param load reads them anew, where they are no longer what is on the screen
 */
export function useMinutesSigning(
  agendaItemId: string,
  seen: Readonly<Ref<SeenMinutes | undefined>>,
  load: () => Promise<void>,
) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const { withProof } = useProof()

  const busy = ref(false)
  /** What stands against it, or what has changed; '' while there is nothing to say. */
  const notice = ref('')

  async function sign(): Promise<SignOutcome> {
    if (busy.value || !seen.value) return 'again'
    if (!seen.value.hash) return refused(t('meeting.minutes.sign.insecure'))
    if (!workspace.connection.connected) return refused(t('meeting.minutes.sign.offline'))
    busy.value = true
    notice.value = ''
    try {
      const shown = seen.value
      return (await withProof(() => send(shown))) ?? refused(t('meeting.minutes.sign.proof'))
    } catch (error) {
      return await afterRefusal(error)
    } finally {
      busy.value = false
    }
  }

  async function send({ docSeq, hash: textHash }: SeenMinutes): Promise<SignOutcome> {
    await workspace.send('minutes.sign', { agendaItemId, docSeq, textHash })
    return 'signed'
  }

  async function afterRefusal(error: unknown): Promise<SignOutcome> {
    const why = whyOf(error)
    if (why === 'changed_since_seen' || why === 'filed') {
      await load()
      return refused(t(`meeting.minutes.sign.${why === 'filed' ? 'already' : 'changed'}`))
    }
    if (why === 'not_the_chair') return refused(t('meeting.minutes.sign.notYours'))
    return refused(sentence(error))
  }

  function refused(words: string): SignOutcome {
    notice.value = words
    return 'again'
  }

  return { busy, notice, sign }
}

const whyOf = (error: unknown): unknown =>
  error instanceof DomainError && (error.code === 'conflict' || error.code === 'invalid')
    ? error.data['why']
    : undefined
