import type { SendOptions } from '@colloque/sdk'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { useErrorSentence } from '../refusal.ts'
import { useSay } from '../useSay.ts'
import { useWorkspace } from '../useWorkspace.ts'

/**
 * Sends what a form holds. With a network the form waits for the answer and keeps the words where it is refused;
 * without one it is over at once, and what waits stays on the device (WaitingActs shows it).
 */
export function useSending(toSentence?: (error: unknown) => string | undefined) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const say = useSay()
  const undoable = useUndoToast()
  const busy = ref(false)
  /** Why the server has refused; '' while there is nothing to say. */
  const problem = ref('')

  const explain = (error: unknown) => toSentence?.(error) ?? sentence(error)

  /**
   * @param send hands its options on to the workspace
   * @param done what is said once the server has agreed
   * @param undo takes it back; offered once the server has agreed
   * @returns whether the form is over
   */
  async function run<Sent>(
    send: (options: SendOptions) => Promise<Sent>,
    done: string,
    undo?: (sent: Sent) => unknown,
  ): Promise<boolean> {
    if (busy.value) return false
    problem.value = ''
    if (!workspace.connection.connected) {
      void send({ keepRefused: true }).then(
        () => say(done),
        (error: unknown) => say(explain(error)),
      )
      say(t('platform.sending.keptHere'))
      return true
    }
    busy.value = true
    let sent: Sent
    try {
      sent = await send({})
    } catch (error) {
      problem.value = explain(error)
      announcer.announce(problem.value)
      return false
    } finally {
      busy.value = false
    }
    if (undo) {
      announcer.announce(done)
      undoable(done, () => undo(sent))
    } else say(done)
    return true
  }

  return { busy, problem, run }
}
