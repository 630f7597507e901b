import { useI18n } from 'vue-i18n'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { givenOf } from '../line/lineDraft.ts'
import type { CandidateLine } from './pastedLine.ts'
import { takenFrom } from './useMedicineSearch.ts'

/** Adds lines to the treatment of a case. Call in setup. */
export function useAddLine(caseId: () => string) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const { busy, problem, run } = useSending()

  /** @returns whether the form is over */
  const add = ({ name, medicine, draft }: CandidateLine): Promise<boolean> =>
    run(
      (options) =>
        workspace.send(
          'medication.add',
          { caseId: caseId(), name, ...(medicine ? takenFrom(medicine) : {}), ...givenOf(draft) },
          options,
        ),
      t('medication.add.done', { name }),
    )
  return { busy, problem, add }
}
