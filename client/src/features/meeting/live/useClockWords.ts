import { useI18n } from 'vue-i18n'
import type { RunningClock } from './liveClock.ts'

/** A clock in words. Call in setup. */
export function useClockWords() {
  const { t } = useI18n()

  /** « 4 min sur 7 », « 2 min de plus que les 7 prévues » */
  function said({ elapsed, planned, over }: RunningClock): string {
    if (over === null) return t('meeting.live.clock.of', { elapsed, planned })
    return over === 0
      ? t('meeting.live.clock.past', { planned }, planned)
      : t('meeting.live.clock.over', { over, planned }, planned)
  }

  return { said }
}
