import {
  attend,
  closeMeeting,
  DomainError,
  isMeetingElsewhere,
  newMeeting,
  orderSlots,
  requireCases,
  requireMeeting,
  requireNotPast,
  startMeeting,
  turnTo,
  type EntityState,
  type Meeting,
  type MeetingPlan,
  type TeamMember,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import {
  decided,
  entity,
  requireEntity,
  requireRev,
  type CommandContext,
  type CommandHandlers,
} from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  | 'meeting.call'
  | 'meeting.change'
  | 'meeting.cancel'
  | 'meeting.order'
  | 'meeting.send'
  | 'meeting.start'
  | 'meeting.attend'
  | 'meeting.turnTo'
  | 'meeting.close'
>

const MEETINGS_MAX = 5_000

/** The shell of a meeting, in the stream of its team: no word of a patient. */
export const meetingCommands: Handlers = {
  'meeting.call':
    ({ commandId: _id, teamId, chairId, ...plan }) =>
    ({ actor, fold, now, newId }) => {
      if (fold.all('meeting').length >= MEETINGS_MAX)
        throw new DomainError('invalid', { field: 'teamId', why: 'too_many' })
      const whole: MeetingPlan = { ...plan, chairId: chairId ?? actor.accountId }
      requireSound(fold, whole, now)
      const meeting = newMeeting({ ...whole, teamId, called: { by: actor.accountId, at: now } })
      return { kind: 'meeting.called', entities: [entity('meeting', newId(0), meeting)] }
    },

  'meeting.change':
    ({ commandId: _id, teamId: _team, meetingId, rev, ...plan }) =>
    ({ actor, fold, now }) => {
      const held = requireKept(fold, meetingId, actor)
      requireRev(held, rev)
      requireMeeting(held.after, 'planned')
      requireSound(fold, plan, now)
      const told =
        held.after.sent && isMeetingElsewhere(held.after, plan) ? { by: actor.accountId, at: now } : null
      return decided('meeting.changed', 'meeting', held, {
        ...{ ...held.after, ...plan },
        // Whoever was told of another day or place is told again.
        sent: told ?? held.after.sent,
      })
    },

  'meeting.cancel':
    ({ meetingId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireKept(fold, meetingId, actor)
      requireMeeting(held.after, 'planned')
      const cancelled = { by: actor.accountId, at: now, reason }
      return decided('meeting.cancelled', 'meeting', held, { ...held.after, status: 'cancelled', cancelled })
    },

  'meeting.order': ({ meetingId, slots }) =>
    step('meeting.ordered', meetingId, (meeting) => orderSlots(meeting, slots)),

  'meeting.send': ({ meetingId }) =>
    step('meeting.sent', meetingId, (meeting, { actor, now }) => {
      requireMeeting(meeting, 'planned')
      requireCases(meeting)
      return { ...meeting, sent: { by: actor.accountId, at: now } }
    }),

  'meeting.start': ({ meetingId }) =>
    step('meeting.started', meetingId, (meeting, { actor, now }) =>
      startMeeting(meeting, actor.accountId, now),
    ),

  'meeting.attend': ({ meetingId, isThere }) =>
    step('meeting.attended', meetingId, (meeting, { actor, now }) =>
      attend(meeting, actor.accountId, isThere, now),
    ),

  'meeting.turnTo': ({ meetingId, itemId }) =>
    step('meeting.turned', meetingId, (meeting, { now }) => turnTo(meeting, itemId, now)),

  'meeting.close':
    ({ meetingId }) =>
    ({ actor, fold, now }) => {
      const held = requireKept(fold, meetingId, actor)
      return decided('meeting.closed', 'meeting', held, closeMeeting(held.after, actor.accountId, now))
    },
}

/** Whoever is in the team may: at a table of equals the one who writes is not always the one who called. */
const step =
  (kind: string, id: string, next: (meeting: Meeting, context: CommandContext) => Meeting) =>
  (context: CommandContext) => {
    const held = requireEntity(context.fold, 'meeting', id)
    return decided(kind, 'meeting', held, next(held.after, context))
  }

/** @throws invalid for whoever neither called it nor chairs it, and does not coordinate */
function requireKept(
  fold: StreamFold,
  id: string,
  { accountId, profession }: Actor,
): EntityState<Meeting> & { after: Meeting } {
  const held = requireEntity(fold, 'meeting', id)
  const { called, chairId } = held.after
  if (called.by !== accountId && chairId !== accountId && profession !== 'coordinator')
    throw new DomainError('invalid', { field: 'meetingId', why: 'not_yours' })
  return held
}

/** @throws invalid for a day that is past, and for somebody with an account who is not in the team */
function requireSound(fold: StreamFold, { startsAt, invited, chairId }: MeetingPlan, now: string): void {
  requireNotPast('startsAt', startsAt, now)
  const members = new Set(
    fold
      .all<TeamMember>('teamMember')
      .flatMap(({ after }) => (after?.status === 'active' ? [after.accountId] : [])),
  )
  if (!members.has(chairId)) throw new DomainError('invalid', { field: 'chairId', why: 'not_in_team' })
  const stranger = invited.find(({ accountId }) => accountId !== null && !members.has(accountId))
  if (stranger) throw new DomainError('invalid', { field: 'invited', why: 'not_in_team' })
}
