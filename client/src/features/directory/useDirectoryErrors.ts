import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

/** Why something about the directory was refused, in words; undefined for what every screen says alike. Call in setup. */
export function useDirectoryErrors() {
  const { t, te } = useI18n({ useScope: 'global' })
  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const { why, entity } = error.data
    const key = `directory.problem.${typeof why === 'string' ? why : entity === undefined ? '' : 'changedSince'}`
    return te(key, 'fr') ? t(key) : undefined
  }
}
