/** Dates and numbers as a reader of the language writes them, at the hour of the house (Europe/Paris). */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Locale } from './i18n.ts'

export const ZONE = 'Europe/Paris'

const TAGS: Record<Locale, string> = { fr: 'fr-FR', en: 'en-GB' }
const MINUTE = 60_000
const HOUR = 60 * MINUTE

export type Format = ReturnType<typeof formatFor>

/** Instants are ISO strings in UTC; days are `YYYY-MM-DD`. @throws RangeError on what is no date */
export function formatFor(locale: Locale) {
  const tag = TAGS[locale]
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { timeZone: ZONE, ...options })
  const clock = formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const dayInYear = formatter({ weekday: 'short', day: 'numeric', month: 'short' })
  const dayWithYear = formatter({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const dayOfMonth = formatter({ day: 'numeric', month: 'short' })
  const dayOfYear = formatter({ day: 'numeric', month: 'short', year: 'numeric' })
  const birth = formatter({ day: 'numeric', month: 'long', year: 'numeric' })
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE })
  const relative = new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'always' })

  const plain = (text: string) => text.replace(/,(?= \d)/, '')

  /** « 9:04 », « 14:30 » */
  const time = (instant: string) => clock.format(new Date(instant)).replace(/^0/, '')

  /** « lun. 9 mars », with the year when it is not that of `now` */
  function day(instant: string, now: Date = new Date()) {
    const date = new Date(instant)
    const sameYear = calendar.format(date).slice(0, 4) === calendar.format(now).slice(0, 4)
    return plain((sameYear ? dayInYear : dayWithYear).format(date))
  }

  /** « 9 mars », with the year when it is not that of `now`: for the ticks of an axis. */
  function shortDay(instant: string, now: Date = new Date()) {
    const date = new Date(instant)
    const sameYear = calendar.format(date).slice(0, 4) === calendar.format(now).slice(0, 4)
    return (sameYear ? dayOfMonth : dayOfYear).format(date)
  }

  /** « lun. 9 mars, 14:30 » */
  const dateTime = (instant: string, now: Date = new Date()) => `${day(instant, now)}, ${time(instant)}`

  /** « 9 mars 1942 » */
  const birthDate = (date: string) => birth.format(new Date(`${date.slice(0, 10)}T12:00:00Z`))

  const isSameDay = (one: Date, other: Date) => calendar.format(one) === calendar.format(other)

  /** « il y a 5 min » inside an hour, the hour inside the day, the date before that. */
  function ago(instant: string, now: Date = new Date()) {
    const date = new Date(instant)
    const elapsed = now.getTime() - date.getTime()
    // The page's clock ticks every 20 s: what has just been written may seem to lie ahead of it.
    if (Math.abs(elapsed) < MINUTE) return locale === 'fr' ? 'à l’instant' : 'just now'
    if (Math.abs(elapsed) < HOUR) {
      return relative.format(-Math.sign(elapsed) * Math.floor(Math.abs(elapsed) / MINUTE), 'minute')
    }
    return isSameDay(date, now) ? time(instant) : dateTime(instant, now)
  }

  /** « 1,8 » ; a unit follows after a no-break space: « 1,8 kg ». */
  const number = (value: number, unit?: string, options: Intl.NumberFormatOptions = {}) => {
    const text = new Intl.NumberFormat(tag, { maximumFractionDigits: 2, ...options }).format(value)
    return unit ? `${text}\u00A0${unit}` : text
  }

  /** Full years at `now`. @param date of birth, `YYYY-MM-DD` */
  function age(date: string, now: Date = new Date()) {
    const [today, born] = [calendar.format(now), date.slice(0, 10)]
    return Number(today.slice(0, 4)) - Number(born.slice(0, 4)) - (today.slice(5) < born.slice(5) ? 1 : 0)
  }

  return { time, day, shortDay, dateTime, birthDate, ago, number, age }
}

/** Each takes a millisecond to make, and a long list has hundreds of dates: made once for each language. */
const formats = new Map<Locale, Format>()

function formatIn(locale: Locale): Format {
  const format = formats.get(locale) ?? formatFor(locale)
  formats.set(locale, format)
  return format
}

/** The formats of the language in use; they change with it. */
export function useFormat() {
  const { locale } = useI18n({ useScope: 'global' })
  return computed(() => formatIn(locale.value as Locale))
}
