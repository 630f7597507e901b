import { DomainError, type BreakGlass } from '@colloque/domain'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import type { requestOf } from './emergencyDraft.ts'

const TOLD = ['person_objects', 'already_in_circle', 'not_your_profession']

/** Opens a case in an emergency, now or not at all: nothing of it waits for a network. Call in setup. */
export function useOpenEmergency() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const busy = ref(false)
  const problem = ref('')

  function explain(error: unknown): string {
    if (!(error instanceof DomainError)) return sentence(error)
    const { code, data } = error
    if (code === 'not_found') return t('emergency.errors.not_found')
    if (code === 'rate_limited')
      return t('emergency.errors.rate_limited', Math.ceil(Number(data.retryAfter ?? 60) / 60))
    const why = String(data.why)
    return TOLD.includes(why) ? t(`emergency.errors.${why}`) : sentence(error)
  }

  /** @returns the access; undefined where it was refused, and `problem` says why */
  async function open(request: NonNullable<ReturnType<typeof requestOf>>): Promise<BreakGlass | undefined> {
    if (busy.value) return undefined
    problem.value = ''
    if (!workspace.connection.connected) {
      problem.value = t('emergency.errors.offline')
      return undefined
    }
    busy.value = true
    try {
      return await workspace.send('breakGlass.open', request)
    } catch (error) {
      problem.value = explain(error)
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, open }
}
