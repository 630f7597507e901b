import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

const TOLD = [
  ...['last_of_circle', 'already_in_circle', 'not_yours_to_remove', 'person_objects', 'consent_missing'],
  ...['past', 'future', 'not_a_professional', 'sees_too_little', 'emergency', 'left', 'has_account'],
  ...['withdrawn', 'over', 'not_your_place'],
]

/** What the server refuses about a circle, as a sentence; undefined for what is said elsewhere. Call in setup. */
export function useCircleErrors() {
  const { t } = useI18n()

  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const why = String(error.data.why)
    if (TOLD.includes(why)) return t(`care-circle.errors.${why}`)
    return error.code === 'not_found' && error.data.type === 'circleMember'
      ? t('care-circle.errors.gone')
      : undefined
  }
}
