import { PASSWORD_REFUSALS } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

/** Why a password that was chosen is not taken, as a sentence; undefined where something else went wrong. */
export function usePasswordRefusal() {
  const { t } = useI18n()
  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError) || error.data['field'] !== 'password') return undefined
    const why = PASSWORD_REFUSALS.find((known) => known === error.data['why'])
    return why && t(`identity.refused.${why}`, { ...error.data })
  }
}
