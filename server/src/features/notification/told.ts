/** Who is told of a change, before asking how each wants to be reached. */
import {
  answerersOf,
  asksReader,
  canPrescribe,
  namesReader,
  remindedOf,
  sharedWith,
  signersOf,
  type CarePlan,
  type Change,
  type ChangedEntity,
  type CircleMember,
  type EntityState,
  type Flag,
  type Meeting,
  type Message,
  type Profession,
  type ReadingAlert,
  type SharedMessage,
  type Task,
} from '@colloque/domain'
import type { Told } from './delivery.ts'

/** Somebody who may read the stream. */
export interface Listener {
  readonly accountId: string
  readonly profession: Profession | null
}

export interface Around {
  readonly listeners: readonly Listener[]
  /** Of a conversation of two or a few, where everything is said to everyone. */
  readonly isDirect: boolean
  /** Accounts that follow the stream or this thread of it. */
  followersOf(threadId: string): ReadonlySet<string>
  /** Of what a case shares: its circle, and what was written so far. */
  readonly shared?: {
    readonly circle: readonly CircleMember[]
    readonly messages: readonly EntityState<SharedMessage>[]
  }
}

/** Whether a change can be worth telling anybody: looked at before anything is read for it. */
export function isWorthTelling({ at, entities }: Change): boolean {
  return entities.some(
    ({ type, rev, after }) =>
      after !== null &&
      ((type === 'message' && (rev === 1 || (after as Message).escalation !== null)) ||
        (type === 'sharedMessage' && rev === 1) ||
        (type === 'task' && (isReminder(after as Task, at) || askedAt(after as Task, at).length > 0)) ||
        (type === 'task' && passedTo(after as Task, at).length > 0) ||
        (type === 'readingAlert' && alertedAt(after as ReadingAlert, at).length > 0) ||
        (type === 'meeting' && meetingTold(after as Meeting, at) !== undefined) ||
        (type === 'breakGlass' && rev === 1) ||
        (type === 'carePlan' && isSentOn(after as CarePlan, at)) ||
        (type === 'flag' && (isAsking(after as Flag, at) || climbedAt(after as Flag, at).length > 0)) ||
        (rev === 1 && type === 'task' && (after as Task).forAccount !== null)),
  )
}

export function toldBy(change: Change, around: Around): Told[] {
  return change.entities.flatMap((changed) => {
    if (changed.after === null) return []
    if (changed.type === 'message')
      return changed.rev === 1
        ? posted(change, changed as ChangedEntity<Message>, around)
        : escalated(change, changed as ChangedEntity<Message>)
    if (changed.type === 'flag') return raised(change, changed as ChangedEntity<Flag>, around)
    if (changed.type === 'readingAlert') return alerted(change, changed as ChangedEntity<ReadingAlert>)
    if (changed.type === 'meeting') return invitedTo(change, changed as ChangedEntity<Meeting>)
    if (changed.type === 'breakGlass') return brokenInto(change, changed, around)
    if (changed.type === 'carePlan') return planSentOn(change, changed as ChangedEntity<CarePlan>, around)
    if (changed.type === 'task') {
      const clock = byTheClock(change, changed as ChangedEntity<Task>, around)
      const passed = passedOn(change, changed as ChangedEntity<Task>, around)
      if (clock.length + passed.length > 0 || changed.rev !== 1) return [...clock, ...passed]
    }
    if (changed.rev !== 1) return []
    if (changed.type === 'sharedMessage')
      return writtenToAndFro(change, changed as ChangedEntity<SharedMessage>, around)
    return changed.type === 'task' ? handed(change, changed as ChangedEntity<Task>, around) : []
  })
}

const told = (
  { stream, seq, at }: Change,
  entityId: string,
  accountId: string,
  rest: Pick<Told, 'kind'> & Partial<Told>,
): Told => ({
  stream,
  seq,
  at,
  entityId,
  accountId,
  threadId: null,
  named: false,
  repeatMinutes: null,
  ...rest,
})

function posted(change: Change, { id, after }: ChangedEntity<Message>, around: Around): Told[] {
  const message = after as Message
  if (message.deleted) return []
  const threadId = message.threadId ?? id
  const followers = around.followersOf(threadId)
  return around.listeners.flatMap((listener) => {
    const { accountId } = listener
    if (accountId === message.authorId) return []
    const named = namesReader(message, listener)
    const base = { threadId, named, repeatMinutes: message.escalation?.repeatMinutes ?? null }
    if (message.urgency !== 'routine' && asksReader(message, listener))
      return [told(change, id, accountId, { ...base, kind: message.urgency })]
    if (named) return [told(change, id, accountId, { ...base, kind: 'mention' })]
    if (around.isDirect || followers.has(accountId))
      return [told(change, id, accountId, { ...base, kind: 'message' })]
    return []
  })
}

/** What relatives write tells those for whom it waits; what the circle writes all with whom it shares. */
function writtenToAndFro(
  change: Change,
  { id, after }: ChangedEntity<SharedMessage>,
  { shared }: Around,
): Told[] {
  const { authorId, authorView } = after as SharedMessage
  if (!shared) return []
  const { circle, messages } = shared
  const isAnswer = authorView === 'case'
  const readers = isAnswer
    ? sharedWith(circle, change.at).flatMap(({ accountId }) => accountId ?? [])
    : answerersOf(circle, messages)
  const kind = isAnswer ? 'sharedReply' : 'sharedMessage'
  return [...new Set(readers)]
    .filter((accountId) => accountId !== authorId)
    .map((accountId) => told(change, id, accountId, { kind, threadId: id, named: !isAnswer }))
}

/** A step of the ladder tells those whom it newly asks. */
function escalated(change: Change, { id, after }: ChangedEntity<Message>): Told[] {
  const message = after as Message
  const repeatMinutes = message.escalation?.repeatMinutes ?? null
  return (message.escalation?.steps ?? [])
    .filter(({ at }) => at === change.at)
    .flatMap(({ accountIds }) => accountIds)
    .map((accountId) =>
      told(change, id, accountId, {
        threadId: message.threadId ?? id,
        kind: 'escalation',
        named: true,
        repeatMinutes,
      }),
    )
}

/** Whether a flag is raised or taken up again at this instant. */
const isAsking = ({ raisedAt, reopened }: Flag, at: string) => (reopened.at(-1)?.at ?? raisedAt) === at
/** Whom the ladder of a flag newly asks at this instant. */
const climbedAt = ({ escalation }: Flag, at: string) =>
  (escalation?.steps ?? []).filter((step) => step.at === at).flatMap(({ accountIds }) => accountIds)

/** Those who prescribe are told of a flag; of a severe one those who are asked like of what is urgent. */
function raised(change: Change, { id, after }: ChangedEntity<Flag>, { listeners }: Around): Told[] {
  const flag = after as Flag
  const repeatMinutes = flag.escalation?.repeatMinutes ?? null
  const press = (accountId: string) =>
    told(change, id, accountId, { kind: 'severeFlag', named: true, repeatMinutes })
  if (!isAsking(flag, change.at)) return climbedAt(flag, change.at).map(press)
  return listeners
    .filter(({ accountId, profession }) => accountId !== flag.raisedBy && canPrescribe(profession))
    .map(({ accountId }) =>
      flag.asked.includes(accountId) ? press(accountId) : told(change, id, accountId, { kind: 'flag' }),
    )
}

/**
 * Whom an alert newly asks at this instant, by itself or by its ladder; one that became graver asks all of them again.
 * What is only to be known waits on Accueil.
 */
function alertedAt(
  { rule, asked, askedAt, escalation, status }: ReadingAlert,
  at: string,
): readonly string[] {
  if (rule.level === 'notice' || status !== 'open' || !escalation) return []
  const climbed = escalation.steps.filter((step) => step.at === at)
  if (climbed.length > 0) return climbed.flatMap(({ accountIds }) => accountIds)
  return askedAt === at ? asked : []
}

function alerted(change: Change, { id, after }: ChangedEntity<ReadingAlert>): Told[] {
  const alert = after as ReadingAlert
  const kind = alert.rule.level === 'urgent' ? 'urgentReading' : 'reading'
  const repeatMinutes = alert.escalation?.repeatMinutes ?? null
  return alertedAt(alert, change.at).map((accountId) =>
    told(change, id, accountId, { kind, named: true, repeatMinutes }),
  )
}

function handed(change: Change, { id, after }: ChangedEntity<Task>, { listeners }: Around): Told[] {
  const { forAccount, createdBy, status } = after as Task
  if (forAccount === null || forAccount === createdBy || status !== 'open') return []
  if (!listeners.some(({ accountId }) => accountId === forAccount)) return []
  return [told(change, id, forAccount, { kind: 'task', named: true })]
}

/** To whom its holder has offered or delegated a task at this instant. */
const passedTo = ({ handover, delegate }: Task, at: string): string[] => [
  ...(handover?.at === at ? [handover.to] : []),
  ...(delegate?.at === at ? [delegate.accountId] : []),
]

function passedOn(change: Change, { id, after }: ChangedEntity<Task>, { listeners }: Around): Told[] {
  return passedTo(after as Task, change.at)
    .filter((to) => listeners.some(({ accountId }) => accountId === to))
    .map((to) => told(change, id, to, { kind: 'task', named: true }))
}

/** Whether a plan has become ready to be signed, or was sent back, at this instant. */
const isSentOn = ({ submission, returned }: CarePlan, at: string) =>
  submission?.at === at || returned?.at === at

function planSentOn(change: Change, { id, after }: ChangedEntity<CarePlan>, { listeners }: Around): Told[] {
  const plan = after as CarePlan
  const circle = listeners.map((listener) => ({ ...listener, status: 'active' }) as const)
  const tell = (accountId: string, kind: 'signPlan' | 'planReturned', named: boolean) =>
    accountId !== change.by && circle.some((member) => member.accountId === accountId)
      ? [told(change, id, accountId, { kind, named })]
      : []
  if (plan.submission?.at === change.at)
    return signersOf(plan, circle).flatMap((doctor) => tell(doctor, 'signPlan', doctor === plan.referentId))
  return plan.returned?.at === change.at ? tell(plan.returned.to, 'planReturned', true) : []
}

/** What those invited to a meeting are told at this instant: its agenda stands, or it is not held. */
function meetingTold({ sent, cancelled }: Meeting, at: string): 'meeting' | 'meetingCancelled' | undefined {
  if (cancelled) return cancelled.at === at ? 'meetingCancelled' : undefined
  return sent?.at === at ? 'meeting' : undefined
}

function invitedTo(change: Change, { id, after }: ChangedEntity<Meeting>): Told[] {
  const meeting = after as Meeting
  const kind = meetingTold(meeting, change.at)
  if (!kind) return []
  const invited = new Set(meeting.invited.flatMap(({ accountId }) => accountId ?? []))
  return [...invited]
    .filter((accountId) => accountId !== change.by)
    .map((accountId) => told(change, id, accountId, { kind, named: true }))
}

/** An emergency access is everybody's business in the circle, from its first minute. */
const brokenInto = (change: Change, { id, rev }: ChangedEntity, { listeners }: Around): Told[] =>
  rev === 1
    ? listeners.flatMap(({ accountId }) =>
        accountId === change.by ? [] : [told(change, id, accountId, { kind: 'breakGlass', named: true })],
      )
    : []

const isReminder = ({ remindedAt }: Task, at: string) => remindedAt === at
/** Whom its ladder newly asks at this instant: a rung where nobody stands is passed in the same step. */
const askedAt = ({ overdue }: Task, at: string) =>
  (overdue?.steps ?? []).filter((step) => step.at === at).flatMap(({ accountIds }) => accountIds)

/** A reminder tells those who answer for the task; a step of its ladder those whom it newly asks. */
function byTheClock(change: Change, { id, after }: ChangedEntity<Task>, { listeners }: Around): Told[] {
  const task = after as Task
  if (isReminder(task, change.at)) {
    const members = listeners.map((listener) => ({ ...listener, role: 'member', status: 'active' }) as const)
    return remindedOf(task, members).map((accountId) =>
      told(change, id, accountId, { kind: 'reminder', named: true }),
    )
  }
  return askedAt(task, change.at).map((accountId) =>
    told(change, id, accountId, { kind: 'overdue', named: true }),
  )
}
