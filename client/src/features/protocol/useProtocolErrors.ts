import { DomainError, READING_KINDS } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useReadings } from '../../platform/readings.ts'

/** Why something about a protocol or its run was refused, in words; undefined for what every screen says alike. Call in setup. */
export function useProtocolErrors() {
  const { t, te } = useI18n({ useScope: 'global' })
  const readings = useReadings()

  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const { why, status, field, kind } = error.data
    const reason = why === 'in_the_past' ? `${String(field)}_past` : (why ?? status)
    const key = `protocol.problem.${String(reason)}`
    const known = READING_KINDS.find((one) => one === kind)
    return te(key, 'fr') ? t(key, { name: known ? readings.value.name(known) : '' }) : undefined
  }
}
