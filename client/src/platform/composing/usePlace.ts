import {
  ESCALATION_AT_FIRST,
  isAllowed,
  parseStream,
  takesPart,
  type Conversation,
  type PatientCase,
  type StreamName,
} from '@colloque/domain'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { useWorkspace } from '../useWorkspace.ts'
import type { Around, PlaceMember } from './asked.ts'

/** Where one writes: a situation, or a conversation outside one. */
export interface Place {
  readonly caseId: ComputedRef<string | undefined>
  readonly conversationId: ComputedRef<string | undefined>
  readonly patientCase: ComputedRef<PatientCase | undefined>
  readonly conversation: ComputedRef<Conversation | undefined>
  /** Those who read what is written there. */
  readonly members: ComputedRef<readonly PlaceMember[]>
  readonly around: ComputedRef<Around>
  /** Whether the person may write there; false too while nothing of the place is here. */
  readonly mayWrite: ComputedRef<boolean>
}

/** Call in setup. */
export function usePlace(stream: MaybeRefOrGetter<StreamName>): Place {
  const workspace = useWorkspace()
  const parsed = computed(() => parseStream(toValue(stream)))
  const caseId = computed(() => (parsed.value?.kind === 'case' ? parsed.value.id : undefined))
  const conversationId = computed(() => (parsed.value?.kind === 'conversation' ? parsed.value.id : undefined))
  const conversation = computed(() => workspace.listIn(toValue(stream), 'conversation')[0]?.after)
  const patientCase = computed(() =>
    caseId.value === undefined ? undefined : workspace.patientCase(caseId.value),
  )
  const members = computed<readonly PlaceMember[]>(() => {
    if (caseId.value !== undefined) return workspace.readers(caseId.value).map(({ after }) => after)
    const held = conversation.value
    if (!held) return []
    return workspace.team
      .filter(
        ({ status, teamId, accountId }) =>
          status === 'active' && takesPart(held, { accountId, teamIds: [teamId] }),
      )
      .filter(({ accountId }, index, all) => all.findIndex((one) => one.accountId === accountId) === index)
      .map((member) => ({ ...member, role: 'member' as const }))
  })
  const escalation = computed(
    () =>
      (workspace.account?.teamIds ?? [])
        .flatMap((id) => workspace.listIn(`team:${id}`, 'careTeam').map(({ after }) => after.escalation))
        .at(0) ?? ESCALATION_AT_FIRST,
  )

  return {
    caseId,
    conversationId,
    patientCase,
    conversation,
    members,
    around: computed(() => ({
      members: members.value,
      schedulesOf: workspace.schedulesOf,
      escalation: escalation.value,
    })),
    mayWrite: computed(() => {
      if (caseId.value === undefined) return conversation.value !== undefined
      const member = workspace.membership(caseId.value)
      return member !== undefined && isAllowed(member, 'message.post') && patientCase.value?.status === 'open'
    }),
  }
}
