import { MOMENTS, type FollowingTask, type Medication, type TreatmentChange } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { shortName } from './plannedChange.ts'

/** Changes of the treatment, doses and what follows, in the reader's language. Call in setup. */
export function useChangeWords() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()

  /** « 1 matin, ½ soir (pendant le repas) » */
  function dose({ posology, moments }: Pick<Medication, 'posology' | 'moments'>): string {
    const times = MOMENTS.flatMap((moment) =>
      moments?.[moment] ? [t(`platform.flag.moment.${moment}`, { much: moments[moment] })] : [],
    ).join(', ')
    if (!times) return posology ?? t('platform.flag.noDose')
    return posology && posology !== times ? `${times} (${posology})` : times
  }

  /** What is taken of a line: its dose, « arrêté », « suspendu jusqu’au … », or nothing yet. */
  function taken(medication: Medication | undefined): string {
    if (!medication) return t('platform.flag.notYet')
    if (medication.status === 'stopped') return t('platform.flag.stopped')
    if (medication.status === 'current') return dose(medication)
    const until = medication.paused?.until
    return until
      ? t('platform.flag.pausedUntil', { day: format.value.day(`${until}T12:00:00Z`) })
      : t('platform.flag.paused')
  }

  /** « arrêter Ibuprofène 400 mg ; commencer Paracétamol 1 g, 1 matin ». Empty where nothing is changed. */
  function changes(all: readonly TreatmentChange[], caseId: string): string {
    return all
      .map((change) => {
        if (change.act === 'add') {
          const { posology = null, moments = null } = change
          const much = posology || moments ? `, ${dose({ posology, moments })}` : ''
          return t('platform.flag.change.add', { name: shortName(change.name), dose: much })
        }
        const found = workspace.find(caseId, 'medication', change.medicationId)?.after
        const name = shortName(found?.name ?? t('platform.flag.someLine'))
        if (change.act === 'change') {
          const { posology = null, moments = null } = change
          const merged = { posology: posology ?? (moments ? null : (found?.posology ?? null)), moments }
          return t('platform.flag.change.change', { name, dose: dose(merged) })
        }
        if (change.act === 'pause' && change.until)
          return t('platform.flag.change.pauseUntil', {
            name,
            day: format.value.day(`${change.until}T12:00:00Z`),
          })
        return t(`platform.flag.change.${change.act}`, { name })
      })
      .join(' ; ')
  }

  /** « Refaire le pilulier → Samuel Adjovi » */
  function following({ title, forAccount, forProfession }: FollowingTask): string {
    const who = forAccount
      ? (workspace.person(forAccount)?.name ?? t('platform.flag.someone'))
      : forProfession
        ? t(`platform.profession.${forProfession}`)
        : t('platform.flag.task.circle')
    return t('platform.flag.follows', { title, who })
  }

  return { dose, taken, changes, following }
}
