import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { PasskeyProblem } from '../../platform/proof/passkeyProblem.ts'
import { useErrorSentence } from '../../platform/refusal.ts'

const REFUSALS: readonly unknown[] = [
  'wrong_password',
  'passkey_refused',
  'passkey_known',
  'too_many_passkeys',
  'proof_needed',
]

/** What went wrong with a passkey or a password, as a sentence; of whoever cancelled there is nothing to say. */
export function useIdentityWords() {
  const { t } = useI18n()
  const sentence = useErrorSentence()
  return (error: unknown): string => {
    if (error instanceof PasskeyProblem) return t(`session.problem.${error.kind}`)
    if (error instanceof DomainError && REFUSALS.includes(error.data['why']))
      return t(`session.refusal.${String(error.data['why'])}`, { ...error.data })
    return sentence(error)
  }
}
