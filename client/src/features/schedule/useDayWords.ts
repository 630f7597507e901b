import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../platform/format.ts'

/** Days as a reader of the language writes them. Call in setup. */
export function useDayWords() {
  const { locale } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const noon = (day: string) => `${day}T12:00:00Z`
  const names = computed(() => new Intl.DateTimeFormat(locale.value, { weekday: 'short', timeZone: 'UTC' }))

  return {
    /** « lun. 9 mars » */
    day: (day: string) => format.value.day(noon(day)),
    /** « lun. » */
    weekday: (day: string) => names.value.format(new Date(noon(day))),
    /** « lun. », of an ISO weekday: 1 is Monday */
    weekdayOf: (weekday: number) => names.value.format(new Date(Date.UTC(2024, 0, weekday, 12))),
    number: (day: string) => String(Number(day.slice(8))),
    /** « 8:00–12:00 » */
    span: ({ from, to }: { from: string; to: string }) => `${from.replace(/^0/, '')}–${to.replace(/^0/, '')}`,
  }
}
