import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { PasskeyProblem } from '../../platform/proof/passkeyProblem.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { isStepOver } from './secondFactor.ts'

const REFUSALS: readonly unknown[] = [
  'wrong_password',
  'passkey_refused',
  'passkey_known',
  'too_many_passkeys',
  'proof_needed',
  'second_factor_required',
  'last_means',
]

/** What went wrong with a passkey, a password or a code, as a sentence; of whoever cancelled there is nothing to say. */
export function useIdentityWords() {
  const { t } = useI18n()
  const sentence = useErrorSentence()
  return (error: unknown): string => {
    if (error instanceof PasskeyProblem) return t(`session.problem.${error.kind}`)
    if (!(error instanceof DomainError)) return sentence(error)
    const { why, triesLeft, retryAfter } = error.data
    if (isStepOver(error)) return t('session.refusal.ticket')
    if (why === 'wrong_code') return t('session.refusal.wrong_code', Number(triesLeft))
    if (error.code === 'rate_limited' && Number(retryAfter) > 90)
      return t('session.refusal.tooOften', Math.ceil(Number(retryAfter) / 60))
    if (REFUSALS.includes(why)) return t(`session.refusal.${String(why)}`, { ...error.data })
    return sentence(error)
  }
}
