/** A signed version as its own page shows it: read from what is stored, verified on this device. */
import { comparePlans } from '@colloque/domain'
import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useDocuments } from '../../../platform/board/useDocuments.ts'
import { InsecurePage } from '../../../platform/plan/planHash.ts'
import { usePlanNow } from '../../../platform/plan/usePlanNow.ts'
import { usePlanWords } from '../../../platform/plan/usePlanWords.ts'
import { useSignedTexts } from '../../../platform/plan/useSignedTexts.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { isWhatWasSigned } from './verifyVersion.ts'

export type Verification = 'none' | 'running' | 'verified' | 'altered' | 'failed'

/** Call in setup. */
export function useVersionPage(caseId: string, versionId: string) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const signedTexts = useSignedTexts()
  const documents = useDocuments()
  const sentence = useErrorSentence()
  const { say } = usePlanWords()

  /** Out of the log of the case that this device holds. */
  const version = computed(() => workspace.find(caseId, 'planVersion', versionId))
  const latest = computed(() => {
    const id = workspace.list(caseId, 'carePlan')[0]?.after.versionId
    return id && id !== versionId ? workspace.find(caseId, 'planVersion', id) : undefined
  })
  const signed = computed(() => signedTexts.find(versionId))
  const problem = ref('')
  const verification = ref<Verification>('none')
  const whyFailed = ref('')

  async function load() {
    problem.value = ''
    await signedTexts.load(caseId, versionId).catch((error: unknown) => (problem.value = sentence(error)))
  }
  void load()

  /** Reads what is stored now, and holds it against what was signed. */
  async function verify() {
    if (!version.value) return
    verification.value = 'running'
    try {
      const { text } = await signedTexts.load(caseId, versionId, { again: true })
      verification.value = (await isWhatWasSigned(text, version.value.after.textHash))
        ? 'verified'
        : 'altered'
    } catch (error) {
      verification.value = 'failed'
      whyFailed.value = error instanceof InsecurePage ? t('plan.sign.insecure') : sentence(error)
    }
  }

  const comparing = ref(false)
  const now = usePlanNow(() => caseId)
  watch(
    comparing,
    (on) => on && documents.open(caseId, 'plan').catch((error: unknown) => (problem.value = sentence(error))),
  )
  const differences = computed(() =>
    comparing.value && now.value && signed.value?.content
      ? comparePlans(signed.value.content, now.value, say)
      : undefined,
  )

  const code = shallowRef('')
  watch(
    () => version.value?.after.textHash,
    async (hash) => {
      const { verificationCode } = await import('@colloque/board')
      code.value = hash ? verificationCode(hash) : ''
    },
    { immediate: true },
  )

  return {
    version,
    latest,
    signed,
    problem,
    load,
    verification,
    whyFailed,
    verify,
    comparing,
    differences,
    code,
  }
}
