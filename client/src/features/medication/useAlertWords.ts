import { allergiesInWords } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { shortName } from '../../platform/flag/plannedChange.ts'
import { useFlagWords } from '../../platform/flag/useFlagWords.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { askingOf, type AlertView } from './alertViews.ts'
import { capital } from '../../platform/capital.ts'
import { useTreatmentWords } from './useTreatmentWords.ts'

/** What an alert says, what to do, and what became of it. Call in setup. */
export function useAlertWords() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const words = useTreatmentWords()
  const flagWords = useFlagWords()

  /** « pénicilline (urticaire en 2012) » */
  const allergyOf = ({ allergy }: Pick<AlertView, 'allergy'>) =>
    allergiesInWords(allergy ? [{ ...allergy, kind: 'allergy' }] : null) ?? ''

  /** What to do, in one line. */
  function actionOf(alert: Pick<AlertView, 'kind' | 'conditional' | 'rules' | 'allergy'>): string {
    const [main] = alert.rules
    if (alert.kind === 'allergy') return t('medication.alerts.allergyAction', { to: allergyOf(alert) })
    if (alert.kind === 'redundancy' || !main) return t('medication.alerts.redundancyAction')
    if (!alert.conditional) return capital(main.action)
    const mine = workspace.account?.profession === 'pharmacist'
    return t(`medication.alerts.${mine ? 'conditionalMine' : 'conditional'}`, { action: main.action })
  }

  /** Both medications; beside the line of the first, the other alone. */
  function titleOf({ medications: [first, second] }: AlertView, whole = false): string {
    if (!second) return whole ? shortName(first.after.name) : ''
    return whole
      ? t('medication.raise.pair', {
          first: shortName(first.after.name),
          second: shortName(second.after.name),
        })
      : t('medication.alerts.with', { name: second.after.name })
  }

  /** Who has answered it, when and why; '' where nobody has. */
  function answerOf({ setAside, flag, again }: AlertView): string {
    if (setAside)
      return t('medication.alerts.setAside', {
        name: words.nameOf(setAside.by),
        when: words.when(setAside.at),
        reason: setAside.reason,
      })
    const resolution = flag?.after.resolution
    if (!flag || !resolution || again === 'dose') return ''
    return t('medication.alerts.answered', { state: flagWords.state(flag.after), reason: resolution.reason })
  }

  /** « Redemandé : la dose a changé » */
  const againOf = (alert: AlertView) =>
    alert.again && askingOf(alert) === 'asks' ? t(`medication.alerts.again.${alert.again}`) : ''

  return { allergyOf, actionOf, titleOf, answerOf, againOf }
}
