import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

/** Why something about a team was refused, in words; undefined for what every screen says alike. Call in setup. */
export function useTeamErrors() {
  const { t, te } = useI18n({ useScope: 'global' })
  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const { why, field, count } = error.data
    const key = `care-team.problem.${String(why ?? field)}`
    return te(key, 'fr') ? t(key, Number(count ?? 1)) : undefined
  }
}
