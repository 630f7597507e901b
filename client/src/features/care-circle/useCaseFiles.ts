import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../../platform/client.ts'
import { useProof } from '../../platform/proof/useProof.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { saveFile } from '../../platform/saveFile.ts'
import { useSay } from '../../platform/useSay.ts'
import { useCircleErrors } from './useCircleErrors.ts'

/** Files that are made of a case: the journal of who saw it, and all of it. Call in setup. */
export function useCaseFiles(caseId: string) {
  const { t, locale } = useI18n({ useScope: 'global' })
  const client = useClient()
  const explain = useCircleErrors()
  const sentence = useErrorSentence()
  const say = useSay()
  const { withProof } = useProof()
  const busy = ref(false)
  const problem = ref('')

  async function save(path: string, file: string, said: string) {
    saveFile(await client.api.download(path), file)
    say(said)
  }

  async function attempt(act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    problem.value = ''
    try {
      await act()
    } catch (error) {
      problem.value = explain(error) ?? sentence(error)
    } finally {
      busy.value = false
    }
  }

  const accesses = () =>
    attempt(() =>
      save(`/cases/${caseId}/accesses.csv`, t('care-circle.accesses.file'), t('care-circle.accesses.saved')),
    )

  const whole = () =>
    attempt(() =>
      withProof(() =>
        save(
          `/cases/${caseId}/export?lang=${locale.value}`,
          t('care-circle.export.file'),
          t('care-circle.export.saved'),
        ),
      ),
    )

  return { busy, problem, accesses, whole }
}
