/** A flag over its life; what an answer changes is in `flag-answer.ts`. */
import {
  acknowledgeFlag,
  askPrescribers,
  closeFlag,
  DomainError,
  isFlagPending,
  newFlag,
  proposeOnFlag,
  reopenFlag,
  type Flag,
} from '@colloque/domain'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'
import type { TreatmentHouse } from '../../platform/treatment/treatment-changed.ts'
import { answerFlag } from './flag-answer.ts'
import { pairOf, requireSound, requireTaken, settledBy } from './flag-subject.ts'

type Handlers = Pick<
  CommandHandlers,
  'flag.raise' | 'flag.propose' | 'flag.acknowledge' | 'flag.resolve' | 'flag.check' | 'flag.reopen'
>

/** Ids of the proposals that a command makes. */
const PROPOSALS = 10

export const flagCommands = (house: TreatmentHouse): Handlers => ({
  'flag.raise': async (input, author) => {
    const around = await house.around(author)
    return (context) => {
      const { actor, caseId, fold, now, newId } = context
      const { title, severity, detail, alertKey, reportId, medicationIds = [] } = input
      for (const id of medicationIds) requireTaken(context, id)
      const pairKey = pairOf(context, alertKey, around)
      requireNotPending(context, alertKey, pairKey)
      const proposals = (input.proposals ?? []).map((proposal, index) => {
        requireSound(context, proposal.changes)
        return { ...proposal, id: newId(PROPOSALS + index), by: actor.accountId, at: now }
      })
      const flag = newFlag({
        ...{ caseId, title, severity, detail, medicationIds, pairKey, proposals },
        kind: input.kind ?? (alertKey === undefined ? 'other' : 'interaction'),
        alertKey: alertKey ?? null,
        reportId: reportId ?? null,
        proposal: input.proposal ?? proposals[0]?.words ?? null,
        messageId: input.messageId ?? null,
        ...{ raisedBy: actor.accountId, raisedAt: now },
      })
      const asking = askPrescribers(flag, around.reachableIn(fold), around.escalation, now)
      return {
        kind: 'flag.raised',
        entities: [entity('flag', newId(0), asking), ...settledBy(context, reportId, newId(0))],
      }
    }
  },

  'flag.propose':
    ({ flagId, words, changes }) =>
    (context) => {
      const { actor, fold, now, newId } = context
      requireSound(context, changes)
      const held = requireEntity(fold, 'flag', flagId)
      const proposal = { id: newId(PROPOSALS), words, changes, by: actor.accountId, at: now }
      return decided('flag.proposed', 'flag', held, proposeOnFlag(held.after, proposal))
    },

  'flag.acknowledge':
    ({ flagId }) =>
    ({ fold, actor, now }) => {
      const held = requireEntity(fold, 'flag', flagId)
      return decided('flag.acknowledged', 'flag', held, acknowledgeFlag(held.after, actor.accountId, now))
    },

  'flag.resolve': async (input, author) => answerFlag(input, await house.around(author)),

  'flag.check':
    ({ flagId, note }) =>
    (context) => {
      const held = requireEntity(context.fold, 'flag', flagId)
      requireChecker(context, held.after)
      const { actor, now } = context
      return decided('flag.checked', 'flag', held, closeFlag(held.after, actor.accountId, now, note ?? null))
    },

  'flag.reopen': async ({ flagId, reason }, author) => {
    const around = await house.around(author)
    return (context) => {
      const { actor, fold, now } = context
      const held = requireEntity(fold, 'flag', flagId)
      // Whoever answered may find that the answer does not hold.
      if (held.after.resolution?.by !== actor.accountId) requireChecker(context, held.after)
      const open = reopenFlag(held.after, actor.accountId, now, reason)
      const asking = askPrescribers(open, around.reachableIn(fold), around.escalation, now)
      return decided('flag.reopened', 'flag', held, asking)
    }
  },
})

/** @throws conflict with the flag that asks already for the same alert, or for the same pair in other lines */
function requireNotPending(
  { fold }: CommandContext,
  alertKey: string | undefined,
  pairKey: string | null,
): void {
  if (alertKey === undefined) return
  const pending = fold
    .all<Flag>('flag')
    .find(
      ({ after }) =>
        after &&
        isFlagPending(after) &&
        (after.alertKey === alertKey || (pairKey !== null && after.pairKey === pairKey)),
    )
  if (pending) throw new DomainError('conflict', { why: 'already_flagged', flagId: pending.id })
}

/** Whoever raised it, or a pharmacist: those who see to it that the answer reaches the person. */
function requireChecker({ actor, member }: CommandContext, flag: Flag): void {
  if (flag.raisedBy === actor.accountId || member?.profession === 'pharmacist') return
  throw new DomainError('invalid', { why: 'not_your_profession', permission: 'flag.raise' })
}
