import { patientName } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useFormat } from '../../../platform/format.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'
import { useFactWords } from '../facts/useFactWords.ts'
import { useLineWords } from '../line/useLineWords.ts'
import { treatmentText } from './treatmentText.ts'

/** The treatment of a case as it is handed on: as text, and on paper. Call in setup. */
export function useTreatmentText(caseId: () => string) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()
  const words = useLineWords()
  const { rowsOf } = useFactWords()

  /** What is taken, paused lines included: whoever copies it must know of them. */
  const lines = () =>
    workspace
      .list(caseId(), 'medication')
      .filter(({ after }) => after.status !== 'stopped')
      .map(({ id, after }) => ({
        id,
        medication: after,
        name: [after.name, words.formOf(after)].filter(Boolean).join(', '),
        // Of a paused line too: whoever takes it up again must find how much.
        dose:
          after.status === 'paused'
            ? `${words.pausedUntil(after)} (${words.taken(after)})`
            : words.taken(after),
        since: t('medication.since', {
          day: format.value.birthDate(after.startOn ?? dayAt(new Date(after.startedAt))),
        }),
      }))
  const today = () => format.value.birthDate(dayAt(now.value))
  function person(): string {
    const patient = workspace.patientCase(caseId())?.patient
    return patient
      ? t('medication.share.person', {
          name: patientName(patient),
          birth: format.value.birthDate(patient.birthDate),
        })
      : ''
  }
  const facts = () =>
    rowsOf(caseId(), workspace.list(caseId(), 'clinicalFacts')[0]?.after).map(({ name, said }) =>
      t('medication.share.fact', { name, said }),
    )
  const note = () => t('medication.share.note', { day: today() })

  const text = () =>
    treatmentText({
      person: person(),
      title: t('medication.share.title', { day: today() }),
      facts: facts(),
      lines: lines(),
      empty: t('medication.none'),
      note: note(),
    })
  return { text, lines, person, facts, note, today }
}
