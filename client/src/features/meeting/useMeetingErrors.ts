import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

/** Why something about a meeting was refused, in words; undefined for what every screen says alike. Call in setup. */
export function useMeetingErrors() {
  const { t, te } = useI18n({ useScope: 'global' })
  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const { why, status, field } = error.data
    const reason = why === 'not_yours' && field === 'agendaItemId' ? 'item_not_yours' : (why ?? status)
    const key = `meeting.problem.${String(reason)}`
    return te(key, 'fr') ? t(key) : undefined
  }
}
