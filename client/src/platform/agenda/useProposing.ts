import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSending } from '../sending/useSending.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { isWhole, newProposal, proposalOf } from './proposal.ts'
import { useMeetings } from './useMeetings.ts'
import { useMeetingWords } from './useMeetingWords.ts'

/**
 * Puts a case forward. Call in setup.
 * @param meetingId the meeting that is meant; the next one, unless told
 */
export function useProposing(meetingId?: string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const { toCome, find } = useMeetings()
  const words = useMeetingWords()
  const { busy, problem, run } = useSending()

  const draft = ref(newProposal(meetingId ?? toCome.value[0]?.id))
  const ready = computed(() => isWhole(draft.value))

  /** @returns whether the form is over */
  async function propose(caseId: string, messageId?: string): Promise<boolean> {
    if (!ready.value) return false
    const proposal = proposalOf(draft.value)
    const meeting = find(proposal.meetingId ?? null)?.meeting
    return run(
      (options) =>
        workspace.send(
          'agenda.propose',
          { caseId, ...(messageId ? { messageId } : {}), ...proposal },
          options,
        ),
      meeting ? t('agenda.proposed', { meeting: words.the(meeting) }) : t('agenda.proposedLater'),
      ({ id }) => workspace.send('agenda.withdraw', { agendaItemId: id }),
    )
  }

  return { draft, ready, busy, problem, propose }
}
