import { DomainError } from '@colloque/domain'
import { computed, reactive, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { caseAddress } from '../../platform/addresses.ts'
import { useAnnouncer } from '../../platform/announcer.ts'
import { useClock } from '../../platform/clock.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { dayAt } from '../../platform/wallTime.ts'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { alikeAmong, emptyIdentity, identityProblems, patientOf, type INFORMED_HOW } from './caseDraft.ts'

/** The form that opens a situation. Call in setup. */
export function useNewCase() {
  const { t } = useI18n()
  const router = useRouter()
  const workspace = useWorkspace()
  const announcer = useAnnouncer()
  const now = useClock()
  const sentence = useErrorSentence()
  const sayDone = useUndoToast()

  const identity = ref(emptyIdentity())
  const draft = reactive({
    reason: '',
    allergies: '',
    wish: '',
    circle: [] as string[],
    how: undefined as (typeof INFORMED_HOW)[number] | undefined,
    note: '',
  })
  /** Set with the first attempt: nobody is corrected while they still type. */
  const attempted = ref(false)
  const sending = ref(false)
  const problem = ref('')
  const confirmedDistinct = ref(false)
  /** Those that the server found besides. */
  const alikeIds = ref<readonly string[]>([])

  const identityErrors = computed(() =>
    attempted.value ? identityProblems(identity.value, dayAt(now.value)) : {},
  )
  const missing = computed(() => ({
    reason: attempted.value && !draft.reason.trim(),
    how: attempted.value && !draft.how,
  }))
  const patient = computed(() => patientOf(identity.value))
  const alike = computed(() => {
    const local = alikeAmong(workspace.cases, patient.value)
    const found = workspace.cases.filter((held) => alikeIds.value.includes(held.id) && !local.includes(held))
    return [...local, ...found]
  })
  watch(
    () => [
      identity.value.birthName,
      identity.value.usedName,
      identity.value.firstNames,
      identity.value.birthDate,
    ],
    () => {
      confirmedDistinct.value = false
      alikeIds.value = []
    },
  )

  async function open() {
    attempted.value = true
    problem.value = ''
    const { how } = draft
    const isIncomplete =
      Object.keys(identityErrors.value).length > 0 || missing.value.reason || missing.value.how
    if (isIncomplete || !patient.value || !how) {
      problem.value = t('patient-case.open.incomplete')
      return
    }
    if (alike.value.length && !confirmedDistinct.value) {
      problem.value = t('patient-case.open.alike')
      return
    }
    sending.value = true
    const sent = workspace.send('case.create', {
      patient: patient.value,
      reason: draft.reason,
      informed: { how, note: draft.note.trim() || null },
      ...(draft.allergies.trim() ? { allergies: draft.allergies } : {}),
      ...(draft.wish.trim() ? { wish: draft.wish } : {}),
      ...(draft.circle.length ? { circle: draft.circle } : {}),
      ...(confirmedDistinct.value ? { confirmedDistinct: true } : {}),
    })
    if (!workspace.connection.connected) sayDone(t('patient-case.open.waits'))
    try {
      const { id } = await sent
      announcer.announce(t('patient-case.open.opened'))
      await router.replace(caseAddress(id))
    } catch (error) {
      const isAlike = error instanceof DomainError && error.data.why === 'looks_alike'
      if (isAlike) alikeIds.value = error.data.caseIds as string[]
      problem.value = isAlike ? t('patient-case.open.alike') : sentence(error)
    } finally {
      sending.value = false
    }
  }

  return { identity, draft, identityErrors, missing, alike, confirmedDistinct, problem, sending, open }
}
