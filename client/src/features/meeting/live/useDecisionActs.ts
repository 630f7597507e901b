/** What is done with the decisions of a case at the table. */
import type { Decision, Owner } from '@colloque/domain'
import type { NewCommand, SendOptions } from '@colloque/sdk'
import { useI18n } from 'vue-i18n'
import { useSending } from '../../../platform/sending/useSending.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { useDecisionWords } from '../useDecisionWords.ts'
import { useMeetingErrors } from '../useMeetingErrors.ts'

type Recorded = NewCommand<'decision.record'>

/** Call in setup. */
export function useDecisionActs() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const words = useDecisionWords()
  const explain = useMeetingErrors()
  const { busy, problem, run } = useSending(explain)

  const withdraw = (decisionId: string, reason: string, options: SendOptions = {}) =>
    workspace.send('decision.withdraw', { decisionId, reason }, options)

  /** @returns whether it is recorded, or waits for the network */
  const record = (decision: Recorded) =>
    run(
      (options) => workspace.send('decision.record', decision, options),
      t('meeting.live.decision.recorded', { who: words.whoOf(wholeOwner(decision.owner)) }),
      ({ id }) => withdraw(id, t('meeting.live.decision.undoReason')),
    )

  /** Once withdrawn it stays so: taking that back decides the same anew. */
  const again = (decision: Decision, tellOwner: Owner | undefined) => {
    const { agendaItemId, text, owner, dueOn } = decision
    const tell = tellOwner ? { owner: tellOwner, dueOn } : null
    return workspace.send('decision.record', { agendaItemId, text, owner, dueOn, tell })
  }

  const disagree = (decisionId: string, text: string) =>
    run(
      (options) => workspace.send('decision.disagree', { decisionId, text }, options),
      t('meeting.live.decision.disagreed'),
    )

  return { busy, problem, record, disagree, withdraw, again, explain }
}

const wholeOwner = ({ accountId, profession, outside }: Recorded['owner']): Owner => ({
  ...{ accountId: accountId ?? null, profession: profession ?? null, outside: outside ?? null },
})
