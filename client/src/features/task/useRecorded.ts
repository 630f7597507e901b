import { READING_KINDS, type ReadingKind } from '@colloque/domain'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useReadings } from '../../platform/readings.ts'
import type { HeldTask } from '../../platform/task/useTaskActs.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What a task asks to record, and what was recorded with it, in words. Call in setup. */
export function useRecorded(task: MaybeRefOrGetter<HeldTask | undefined>) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const readings = useReadings()
  const after = computed(() => toValue(task)?.after)

  const isReading = (kind: string): kind is ReadingKind => (READING_KINDS as readonly string[]).includes(kind)

  /** « À relever : TA, Poids »; '' where nothing is asked. */
  const toRecord = computed(() => {
    const names = (after.value?.records ?? []).map(({ kind }) =>
      isReading(kind) ? readings.value.short(kind) : t(`platform.task.form.${kind}`),
    )
    return names.length ? t('task.sheet.toRecord', { names: names.join(', ') }) : ''
  })

  /** Each reading and each thing said: « TA 142/78 mmHg », « Humeur : calme ». */
  const lines = computed(() => {
    const { caseId = '', measurementIds = [], observations = [] } = after.value ?? {}
    return [
      ...measurementIds.flatMap((id) => {
        const measured = workspace.find(caseId, 'measurement', id)?.after
        return measured ? [readings.value.line(measured)] : []
      }),
      ...observations.map(({ kind, words }) =>
        t('task.sheet.observed', { name: t(`platform.task.form.${kind}`), words }),
      ),
    ]
  })
  const recorded = computed(() => lines.value.join(' · '))

  return { toRecord, recorded, lines }
}
