import { DomainError } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useDayWords } from './useDayWords.ts'

/** Why hours or an absence were refused, in words; undefined for what every screen says alike. Call in setup. */
export function useScheduleErrors() {
  const { t, te } = useI18n({ useScope: 'global' })
  const words = useDayWords()

  return (error: unknown): string | undefined => {
    if (!(error instanceof DomainError)) return undefined
    const { why, field, from, to } = error.data
    if (why === 'absent_already')
      return t('schedule.problem.absent_already', {
        from: words.day(String(from)),
        to: words.day(String(to)),
      })
    const key = `schedule.problem.${String(why ?? field)}`
    return te(key, 'fr') ? t(key) : undefined
  }
}
