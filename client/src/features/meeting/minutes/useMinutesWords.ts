/** What minutes say that is no text of their own: people, days, the person. */
import {
  patientName,
  THE_PERSON,
  type MinutesContent,
  type NamedPerson,
  type SaidOwner,
} from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../platform/format.ts'

type Named = Pick<NamedPerson, 'name' | 'profession'>

/** Call in setup. */
export function useMinutesWords() {
  const { t } = useI18n()
  const format = useFormat()
  const profession = (id: NonNullable<Named['profession']>) => t(`platform.profession.${id}`)

  /** « Maëlle Le Gallic, infirmier·ère » */
  const person = ({ name, profession: id }: Named) =>
    [name || t('platform.news.someone'), id ? profession(id) : ''].filter(Boolean).join(', ')

  /** « La personne elle-même », « Anne Moreau, sa fille » */
  const guest = ({ name, relation }: NamedPerson) =>
    relation === THE_PERSON ? t('meeting.minutes.thePerson') : [name, relation].filter(Boolean).join(', ')

  /** « Rui Esteves, kinésithérapeute, avec l’aide à domicile », « infirmier·ère » */
  function owner({ name, profession: id, outside }: SaidOwner): string {
    const who = name === null ? (id ? profession(id) : '') : person({ name, profession: id })
    return [who || t('platform.news.someone'), outside ? t('meeting.minutes.with', { who: outside }) : '']
      .filter(Boolean)
      .join(', ')
  }

  /** « 9 mars 2026 » @param date YYYY-MM-DD, or an instant */
  const day = (date: string) => format.value.birthDate(date)
  /** « 9 mars 2026, 14:30 », by the house's clock */
  const moment = (instant: string) => format.value.dateTime(instant, new Date(0))

  /** « MOREAU Louise, née le 2 mai 1941 » */
  function patient(said: MinutesContent['patient']): string {
    const key = { female: 'bornF', male: 'bornM' }[said.sex] ?? 'born'
    return [patientName(said), t(`meeting.minutes.${key}`, { date: day(said.birthDate) })].join(', ')
  }

  return { person, guest, owner, day, moment, patient, profession }
}
