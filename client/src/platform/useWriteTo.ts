import { until } from '@vueuse/core'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { conversationAddress } from './addresses.ts'
import { useErrorSentence } from './refusal.ts'
import { useWorkspace } from './useWorkspace.ts'

/** A conversation that was just opened comes to this device within so long; after that its page says what is missing. */
const ARRIVES_MS = 4_000

/** « Écrire à … »: opens the direct conversation with colleagues, the one that is there or a new one. Call in setup. */
export function useWriteTo() {
  const { t } = useI18n({ useScope: 'global' })
  const router = useRouter()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const busy = ref(false)
  /** Why it could not be opened; '' while there is nothing to say. */
  const problem = ref('')

  function held(accountIds: readonly string[]) {
    const members = [...new Set([workspace.account?.id ?? '', ...accountIds])].sort().join()
    return workspace.conversations.find(
      ({ conversation: { kind, memberIds } }) =>
        kind === 'direct' && [...memberIds].sort().join() === members,
    )
  }

  /** @returns whether it is open on the screen now */
  async function writeTo(accountIds: readonly string[]): Promise<boolean> {
    if (busy.value) return false
    problem.value = ''
    const known = held(accountIds)
    if (!known && !workspace.connection.connected) {
      problem.value = t('platform.errors.offline')
      return false
    }
    busy.value = true
    try {
      if (!known) {
        await workspace.send('conversation.open', { accountIds: [...accountIds] })
        await until(() => held(accountIds)).toBeTruthy({ timeout: ARRIVES_MS })
      }
      const opened = known ?? held(accountIds)
      if (!opened) throw new Error('The conversation has not come to this device.')
      await router.push(conversationAddress(opened.id))
      return true
    } catch (error) {
      problem.value = sentence(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { writeTo, busy, problem }
}
