/** Who prescribes, prepares or gives, in words and as choices. */
import { PROFESSIONS, type MedicationWho, type Profession } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../../../platform/useWorkspace.ts'

/** Call in setup. */
export function useWho() {
  const { t } = useI18n()
  const workspace = useWorkspace()

  function wordsOf(who: MedicationWho): string {
    if ('words' in who) return who.words
    if ('profession' in who) return t(`platform.profession.${who.profession}`)
    return workspace.person(who.accountId)?.name ?? t('medication.someone')
  }

  /** The person, then those around them by name, then the professions of the circle. */
  function choicesIn(caseId: string): { who: MedicationWho; label: string }[] {
    const circle = workspace.circle(caseId).map(({ after }) => after)
    const professions = (Object.keys(PROFESSIONS) as Profession[]).filter((one) =>
      circle.some(({ profession, accountId }) => accountId !== null && profession === one),
    )
    return [
      { who: { words: t('medication.who.self') }, label: t('medication.who.self') },
      ...circle.map(({ accountId, name, relation }) =>
        accountId === null
          ? { who: { words: name }, label: relation ? `${name} (${relation})` : name }
          : { who: { accountId }, label: name },
      ),
      ...professions.map((profession) => ({
        who: { profession },
        label: t(`platform.profession.${profession}`),
      })),
    ]
  }
  return { wordsOf, choicesIn }
}
