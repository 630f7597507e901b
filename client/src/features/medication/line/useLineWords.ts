import { foldText, type Medication } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useChangeWords } from '../../../platform/flag/useChangeWords.ts'
import { useFormat } from '../../../platform/format.ts'
import { useTreatmentWords } from '../useTreatmentWords.ts'
import { useWho } from './useWho.ts'

/** A line of the treatment in words, in the language of the reader. Call in setup. */
export function useLineWords() {
  const { t } = useI18n()
  const format = useFormat()
  const now = useClock()
  const words = useTreatmentWords()
  const { dose: taken, taken: dose } = useChangeWords()
  const { wordsOf } = useWho()

  /** « lun. 9 mars ». @param day YYYY-MM-DD */
  const dayOf = (day: string) => format.value.day(`${day}T12:00:00Z`, now.value)

  function pausedUntil({ paused }: Medication): string {
    return paused?.until
      ? t('medication.line.pausedUntil', { day: dayOf(paused.until) })
      : t('medication.line.paused')
  }

  /** Form and strength, as far as the name does not say them. */
  function formOf({ name, form, strength }: Medication): string {
    const said = foldText(name)
    return [strength, form].filter((part) => part && !said.includes(foldText(part))).join(', ')
  }

  /** « Hypertension · depuis le 9 mars · prescrit par Hélène Castaing · préparé par … » */
  function about(medication: Medication): string {
    const { indication, startOn, startedAt, endOn, prescriber, preparedBy, givenBy, addedBy } = medication
    return [
      indication,
      t('medication.since', { day: startOn ? dayOf(startOn) : words.day(startedAt) }),
      endOn && t('medication.line.until', { day: dayOf(endOn) }),
      prescriber && t('medication.line.prescriber', { who: wordsOf(prescriber) }),
      preparedBy && t('medication.line.preparedBy', { who: wordsOf(preparedBy) }),
      givenBy && t('medication.line.givenBy', { who: wordsOf(givenBy) }),
      t('medication.addedBy', { name: words.nameOf(addedBy) }),
    ]
      .filter(Boolean)
      .join(' · ')
  }

  return {
    dayOf,
    /** « 1 matin, ½ soir (au repas) » */
    taken,
    /** The same, or that it is not taken. */
    dose,
    pausedUntil,
    formOf,
    about,
    wordsOf,
  }
}
