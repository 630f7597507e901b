import {
  advanceReferral,
  DomainError,
  newReferral,
  requireFuture,
  type Referral,
  type ReferralStep,
} from '@colloque/domain'
import type { ParsedInput } from '@colloque/contract'
import {
  decided,
  entity,
  requireEntity,
  type CommandContext,
  type CommandHandlers,
  type Rule,
} from '../../platform/commands.ts'

type Handlers = Pick<CommandHandlers, 'referral.create' | 'referral.advance' | 'referral.decline'>
type Draft = Omit<ParsedInput<'referral.create'>, 'commandId' | 'caseId' | 'needId'>

/** A referral as it is asked for. @throws invalid for a reminder that is past */
export function referralFrom(
  { to, profession, kind, reason, phone, remindAt }: Draft,
  { caseId, actor, now }: CommandContext,
  origin: Partial<Pick<Referral, 'needId' | 'noteId'>> = {},
): Referral {
  requireFuture(remindAt, now)
  return newReferral({
    ...{ caseId, to, reason, createdBy: actor.accountId, createdAt: now },
    ...{ profession: profession ?? null, kind: kind ?? null, phone: phone ?? null },
    ...(remindAt === undefined ? {} : { remindAt }),
    ...origin,
  })
}

/** A step of the published state machine of referrals. */
const step =
  (kind: string, referralId: string, taken: Omit<ReferralStep, 'by' | 'at'>): Rule =>
  ({ fold, actor, now }) => {
    const held = requireEntity(fold, 'referral', referralId)
    return decided(
      kind,
      'referral',
      held,
      advanceReferral(held.after, { ...taken, by: actor.accountId, at: now }),
    )
  }

export const referralCommands: Handlers = {
  'referral.create':
    ({ needId, ...draft }) =>
    (context) => {
      const id = context.newId(0)
      const referral = referralFrom(draft, context, { needId: needId ?? null })
      const created = entity('referral', id, referral)
      if (needId === undefined) return { kind: 'referral.created', entities: [created] }
      const need = requireEntity(context.fold, 'need', needId).after
      if (need.referralIds.length >= 20)
        throw new DomainError('invalid', { field: 'needId', why: 'too_many' })
      const named = entity('need', needId, { ...need, referralIds: [...need.referralIds, id] })
      return { kind: 'referral.created', entities: [created, named] }
    },
  'referral.advance': ({ referralId, status, appointmentAt, note, remindAt }) =>
    step('referral.advanced', referralId, { status, appointmentAt, remindAt, note: note ?? null }),
  'referral.decline': ({ referralId, words, note }) =>
    step('referral.declined', referralId, { status: 'declined', words, note: note ?? null }),
}
