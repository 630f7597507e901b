import { canPrescribe } from '@colloque/domain'
import type { InteractionRule } from '@colloque/interactions'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../platform/clock.ts'
import { useFormat } from '../../platform/format.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** Names, dates and rules as they are written on this tab. Call in setup. */
export function useTreatmentWords() {
  const { t, locale } = useI18n()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const nameOf = (accountId: string) =>
    accountId === workspace.account?.id
      ? t('medication.you')
      : (workspace.person(accountId)?.name ?? t('medication.someone'))
  const when = (instant: string) => format.value.dateTime(instant, now.value)
  const day = (instant: string) => format.value.day(instant, now.value)

  /** « octobre 2020 ». @param month YYYY-MM */
  const monthOf = (month: string) =>
    new Intl.DateTimeFormat(locale.value === 'fr' ? 'fr-FR' : 'en-GB', {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    }).format(new Date(`${month}-01T00:00:00Z`))

  /** « d’octobre 2020 » : with the word that ties it to « la liste ». @param month YYYY-MM */
  function ofMonth(month: string): string {
    const name = monthOf(month)
    if (locale.value !== 'fr') return `of ${name}`
    return /^[ao]/.test(name) ? `d’${name}` : `de ${name}`
  }

  /** « A, B et C » */
  const listOf = (words: readonly string[]) =>
    new Intl.ListFormat(locale.value === 'fr' ? 'fr-FR' : 'en-GB', { type: 'conjunction' }).format(words)

  /** The rule, as the list words it. */
  const ruleOf = ({ a, b }: InteractionRule) => `${a} + ${b}`

  /** Those of the circle who answer flags; physicians with their title. */
  const prescribers = (caseId: string) =>
    workspace
      .readers(caseId)
      .map(({ after }) => after)
      .filter(({ profession }) => profession !== null && canPrescribe(profession))
  const titled = ({ name, profession }: { name: string; profession: string | null }) =>
    profession === 'physician' ? t('medication.raise.doctor', { name }) : name

  return { nameOf, when, day, monthOf, ofMonth, listOf, ruleOf, prescribers, titled }
}
