import { watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { ADDRESSED } from '../../platform/addresses.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { draftOfReport, type FlagDraft } from './flagDrafts.ts'
import { useTreatmentWords } from './useTreatmentWords.ts'

/** Begins the flag that the address asks for, from a report of this situation; once. Call in setup. */
export function useRaiseFromReport(caseId: Readonly<Ref<string>>, raise: (draft: FlagDraft) => void): void {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const workspace = useWorkspace()
  const words = useTreatmentWords()

  watch(
    () => {
      const id = route.query[ADDRESSED.report]
      return typeof id === 'string' ? workspace.find(caseId.value, 'treatmentReport', id) : undefined
    },
    (report) => {
      if (!report) return
      // Back, or a reload, must not ask again.
      const { [ADDRESSED.report]: _begun, ...query } = route.query
      void router.replace({ query })
      if (report.after.settled) return
      const { noticedBy, reported } = report.after
      const who = [noticedBy, words.nameOf(reported.by)].filter(Boolean).join(', ')
      const taken = workspace
        .list(caseId.value, 'medication')
        .filter(({ after }) => after.status !== 'stopped')
      raise(draftOfReport(report, taken, who, t))
    },
    { immediate: true },
  )
}
