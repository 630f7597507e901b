import type { Meeting, NamedPerson } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat, ZONE } from '../format.ts'
import { addDays, dayAt } from '../wallTime.ts'

/** So many days ahead a weekday alone says which. */
const NEAR_DAYS = 6

/** When a meeting is, and who asks, in words. Call in setup. */
export function useMeetingWords() {
  const { t, locale } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const now = useClock()

  function key(startsAt: string): { key: 'today' | 'tomorrow' | 'near' | 'far'; day: string } {
    const today = dayAt(now.value)
    const day = dayAt(new Date(startsAt))
    if (day === today) return { key: 'today', day: '' }
    if (day === addDays(today, 1)) return { key: 'tomorrow', day: '' }
    if (day > today && day <= addDays(today, NEAR_DAYS)) {
      const weekday = new Intl.DateTimeFormat(locale.value, { weekday: 'long', timeZone: ZONE })
      return { key: 'near', day: weekday.format(new Date(startsAt)) }
    }
    return { key: 'far', day: format.value.day(startsAt, now.value) }
  }
  const said = (form: 'when' | 'of', startsAt: string) => {
    const { key: near, day } = key(startsAt)
    return t(`agenda.${form}.${near}`, { day, time: format.value.time(startsAt) })
  }

  /** « jeudi 13:00 », « aujourd’hui 13:00 », « lun. 9 mars, 13:00 » */
  const when = ({ startsAt }: Pick<Meeting, 'startsAt'>) => said('when', startsAt)
  /** « la concertation de jeudi 13:00 », « la concertation du lun. 9 mars, 13:00 » */
  const the = ({ startsAt }: Pick<Meeting, 'startsAt'>) => said('of', startsAt)

  /** « Mme Roux, aide à domicile » */
  const person = ({ name, profession }: Pick<NamedPerson, 'name' | 'profession'>) =>
    profession ? `${name}, ${t(`platform.profession.${profession}`)}` : name

  return { when, the, person }
}
