import type { BundleOffset } from '@colloque/domain'
import { useI18n } from 'vue-i18n'

/** Delays in words. Call in setup. */
export function useDelayWords() {
  const { t } = useI18n({ useScope: 'global' })

  const momentOf = (offset: Exclude<BundleOffset, { hours: number }>) =>
    'part' in offset ? t(`delay.parts.${offset.part}`).toLowerCase() : offset.time.replace(/^0/, '')

  /** For a column of days counted from one start: « J+3, matin », « 4 h après », « Jour J, 19:00 ». */
  function short(offset: BundleOffset | null): string {
    if (offset === null) return t('delay.none')
    if ('hours' in offset) return t('delay.hoursLater', { n: offset.hours })
    const { days, workingDays } = offset
    const day = `${t('delay.day')}${days < 0 ? '−' : '+'}${Math.abs(days)}`
    const isWorking = workingDays && days !== 0
    return `${days === 0 ? t('delay.sameDay') : day}${isWorking ? ` ${t('delay.working')}` : ''}, ${momentOf(offset)}`
  }

  /** Within a sentence: « 3 jours après, matin », « 4 h après », « aussitôt ». */
  function after(offset: BundleOffset): string {
    if ('hours' in offset)
      return offset.hours === 0 ? t('delay.after.atOnce') : t('delay.after.hours', offset.hours)
    const { days, workingDays } = offset
    const when = momentOf(offset)
    if (days === 0) return t('delay.after.sameDay', { when })
    const n = Math.abs(days)
    const key = days < 0 ? 'daysBefore' : workingDays ? 'workingDays' : 'days'
    return t(`delay.after.${key}`, { n, when }, n)
  }

  return { short, after }
}
