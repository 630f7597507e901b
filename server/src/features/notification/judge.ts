/** Asked just before a delivery goes out: whether this person is still to be told, and whether now. */
import {
  asksReader,
  isFlagPending,
  isMuted,
  isTaskEnded,
  REACH_AT_FIRST,
  unansweredShared,
  type Account,
  type Attention,
  type BreakGlass,
  type CarePlan,
  type Flag,
  type Meeting,
  type Message,
  type Reach,
  type ReadingAlert,
  type SharedMessage,
  type StreamName,
  type Task,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { isAbsent } from './absence.ts'
import {
  isAboutFlag,
  isAboutMeeting,
  isAboutPlan,
  isAboutReading,
  isPressing,
  isShared,
  type Delivery,
} from './delivery.ts'
import { quietUntil } from './quiet-hours.ts'

export type Verdict = { readonly drop: true } | { readonly notBefore: Date }

export interface JudgeParts {
  readonly changes: Pick<ChangeLog, 'fold'>
  account(accountId: string): Promise<Account | undefined>
  mayReadStream(actor: Actor, stream: StreamName): Promise<boolean>
  readMarksOf(accountId: string): Promise<Map<string, number>>
  /** Whether a device of theirs shows the stream now, as far as this node knows. */
  isLookingAt(accountId: string, stream: StreamName): boolean
}

const DROP = { drop: true } as const

export type Judge = (delivery: Delivery, now: Date) => Promise<Verdict>

export function createJudge(parts: JudgeParts): Judge {
  const { changes, account, mayReadStream, readMarksOf, isLookingAt } = parts

  /** Told again, or by the ladder: to have it open on some screen is not to have answered. */
  const insists = ({ kind, repeat }: Delivery) => kind === 'escalation' || repeat > 0

  return async (delivery, now) => {
    if (delivery.expiresAt <= now) return DROP
    const { accountId, stream } = delivery
    const person = await account(accountId)
    if (!person) return DROP
    if (!(await mayReadStream(actorOf(person), stream))) return DROP
    const fold = await changes.fold(stream)
    if (!stillOpen(delivery, fold, person)) return DROP

    const own = await changes.fold(`member:${accountId}`)
    const reach = own.all<Reach>('reach')[0]?.after ?? REACH_AT_FIRST
    if (!reach.push) return DROP
    const pressing = isPressing(delivery.kind) || isGrave(delivery, fold)
    const attention = own.all<Attention>('attention').flatMap(({ after }) => after ?? [])
    if (!pressing && !delivery.named && isMuted(attention, stream, delivery.threadId)) return DROP
    if (!delivery.named && (await isAbsent(changes, person, now))) return DROP
    if (!insists(delivery)) {
      if (isLookingAt(accountId, stream)) return DROP
      const read = (await readMarksOf(accountId)).get(stream) ?? 0
      if (delivery.threadId !== null && read >= delivery.seq) return DROP
    }
    if (isPressing(delivery.kind) && reach.urgentBreaksQuiet) return { notBefore: now }
    return { notBefore: quietUntil(reach, now) }
  }
}

/** Whether what it tells of still waits for this person. */
export function stillOpen(
  { kind, entityId, accountId, threadId }: Delivery,
  fold: StreamFold,
  person: Pick<Account, 'profession'>,
): boolean {
  if (isAboutFlag(kind)) {
    const flag = fold.get<Flag>('flag', entityId)?.after
    if (!flag || !isFlagPending(flag) || flag.acknowledgement) return false
    return kind === 'flag' || flag.asked.includes(accountId)
  }
  if (isAboutReading(kind)) {
    const alert = fold.get<ReadingAlert>('readingAlert', entityId)?.after
    return alert?.status === 'open' && alert.asked.includes(accountId)
  }
  if (kind === 'task') {
    const task = fold.get<Task>('task', entityId)?.after
    if (!task || isTaskEnded(task)) return false
    const isPassedOn = task.handover?.to === accountId || task.delegate?.accountId === accountId
    return isPassedOn || (!task.claimed && task.forAccount === accountId)
  }
  if (kind === 'breakGlass') return fold.get<BreakGlass>('breakGlass', entityId)?.after?.ended === null
  if (isAboutMeeting(kind)) {
    const status = fold.get<Meeting>('meeting', entityId)?.after?.status
    return kind === 'meeting' ? status === 'planned' || status === 'live' : status === 'cancelled'
  }
  if (isAboutPlan(kind)) {
    const plan = fold.get<CarePlan>('carePlan', entityId)?.after
    return kind === 'signPlan' ? (plan?.submission ?? null) !== null : plan?.returned?.to === accountId
  }
  if (kind === 'reminder' || kind === 'overdue') {
    const task = fold.get<Task>('task', entityId)?.after
    return task ? !isTaskEnded(task) && (kind === 'reminder' || task.status !== 'waiting') : false
  }
  if (isShared(kind)) {
    const there = fold.all<SharedMessage>('sharedMessage')
    return kind === 'sharedMessage'
      ? unansweredShared(there).some(({ id }) => id === entityId)
      : there.some(({ id, after }) => id === entityId && after !== null)
  }
  const message = fold.get<Message>('message', entityId)?.after
  if (!message || message.deleted) return false
  if (message.acknowledgements.some(({ by }) => by === accountId)) return false
  if (!isPressing(kind)) return true
  const thread = threadId === null ? undefined : fold.get<Message>('message', threadId)?.after
  return (
    message.takenInCharge === null &&
    !thread?.closed &&
    asksReader(message, { accountId, profession: person.profession })
  )
}

/** A contraindication is not silenced by a mute. */
const isGrave = ({ kind, entityId }: Delivery, fold: StreamFold) =>
  isAboutFlag(kind) && fold.get<Flag>('flag', entityId)?.after?.severity === 'CI'

const actorOf = ({ id, name, profession, teamIds }: Account): Actor => ({
  accountId: id,
  sessionId: '',
  name,
  profession,
  teamIds,
})
