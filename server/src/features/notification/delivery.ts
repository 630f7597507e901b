/** Telling one person of one thing: what it is, for how long it is worth telling, and under which id. */
import type { StreamName } from '@colloque/domain'
import { v5 } from 'uuid'

export const DELIVERY_KINDS = [
  'urgent',
  'important',
  'mention',
  'message',
  'flag',
  'severeFlag',
  'task',
  'escalation',
  'reminder',
  'overdue',
  'signPlan',
  'planReturned',
  'breakGlass',
  'sharedMessage',
  'sharedReply',
  'reading',
  'urgentReading',
  'meeting',
  'meetingCancelled',
] as const
export type DeliveryKind = (typeof DELIVERY_KINDS)[number]

/** Ids, kinds and times: never a word of a patient. */
export interface Delivery {
  readonly _id: string
  readonly accountId: string
  readonly stream: StreamName
  readonly entityId: string
  /** The first message of the thread, for a message in one. */
  readonly threadId: string | null
  /** seq of the change that it tells of: whoever has read that far knows. */
  readonly seq: number
  readonly kind: DeliveryKind
  /** Whether it names this person, rather than everyone or those of a profession. */
  readonly named: boolean
  /** 0 the first time; then which repetition of an urgent message. */
  readonly repeat: number
  readonly createdAt: Date
  /** When it is looked at next: moved by quiet hours, by a failed attempt, and by a node that has taken it. */
  readonly notBefore: Date
  readonly expiresAt: Date
  /** When an urgent one is told again, if nobody has taken charge by then. */
  readonly repeatAt: Date | null
  readonly state: 'waiting' | 'sent' | 'dropped' | 'failed'
  readonly attempts: number
  /** Sessions whose device was reached. */
  readonly reached: readonly string[]
  readonly sentAt: Date | null
}

/** What follows from a change for one person; the rest of the delivery follows from it. */
export type Told = Pick<
  Delivery,
  'accountId' | 'stream' | 'entityId' | 'threadId' | 'seq' | 'kind' | 'named'
> & {
  /** When it happened. */
  readonly at: string
  /** Minutes until an urgent one is told again; null for never. */
  readonly repeatMinutes: number | null
}

const NAMESPACE = '4d2b8f9c-7a43-4f0e-9a51-2f1f9a7e66c1'
const HOUR_MS = 3_600_000
/** An urgent message is told again for so long; after that it waits on Accueil like the rest. */
const WORTH_MS: Readonly<Record<DeliveryKind, number>> = {
  urgent: 24 * HOUR_MS,
  escalation: 24 * HOUR_MS,
  important: 72 * HOUR_MS,
  flag: 72 * HOUR_MS,
  severeFlag: 24 * HOUR_MS,
  mention: 72 * HOUR_MS,
  task: 72 * HOUR_MS,
  message: 24 * HOUR_MS,
  reminder: 24 * HOUR_MS,
  overdue: 24 * HOUR_MS,
  signPlan: 72 * HOUR_MS,
  planReturned: 72 * HOUR_MS,
  sharedMessage: 72 * HOUR_MS,
  sharedReply: 72 * HOUR_MS,
  reading: 24 * HOUR_MS,
  urgentReading: 24 * HOUR_MS,
  meeting: 72 * HOUR_MS,
  meetingCancelled: 72 * HOUR_MS,
  // As long as it lasts: then it waits on Accueil of those who review it.
  breakGlass: HOUR_MS,
}
export const isAboutPlan = (kind: DeliveryKind) => kind === 'signPlan' || kind === 'planReturned'
export const isAboutTask = (kind: DeliveryKind) =>
  kind === 'task' || kind === 'reminder' || kind === 'overdue'
export const isAboutFlag = (kind: DeliveryKind) => kind === 'flag' || kind === 'severeFlag'
export const isAboutReading = (kind: DeliveryKind) => kind === 'reading' || kind === 'urgentReading'
export const isAboutMeeting = (kind: DeliveryKind) => kind === 'meeting' || kind === 'meetingCancelled'
/** Of what a relative wrote, to the circle; of what the circle wrote, to those with whom it shares. */
export const isShared = (kind: DeliveryKind) => kind === 'sharedMessage' || kind === 'sharedReply'
export const isPressing = (kind: DeliveryKind) =>
  kind === 'urgent' || kind === 'escalation' || kind === 'severeFlag' || kind === 'urgentReading'

/** The same change tells the same person the same thing once, whichever node reacts to it and however often. */
function deliveryId({ entityId, accountId, kind, seq }: Told | Delivery, repeat: number): string {
  // One may be reminded of the same task again, be sent the same plan or agenda, or asked about the same flag, by
  // another change.
  const isOfChange =
    kind === 'reminder' ||
    kind === 'overdue' ||
    isAboutPlan(kind) ||
    isAboutFlag(kind) ||
    isAboutReading(kind) ||
    isAboutMeeting(kind)
  const which = isOfChange ? `${kind} ${seq}` : kind
  return v5(`${entityId} ${accountId} ${which} ${repeat}`, NAMESPACE)
}

/**
 * @param graceMs what does not press waits so long: whoever is reading at this moment, on any device or node, has
 *   marked it as read by then
 */
export function newDelivery({ at, repeatMinutes, ...told }: Told, graceMs: number): Delivery {
  const createdAt = new Date(at)
  const after = (ms: number) => new Date(createdAt.getTime() + ms)
  return {
    ...told,
    _id: deliveryId({ at, repeatMinutes, ...told }, 0),
    repeat: 0,
    createdAt,
    notBefore: isPressing(told.kind) ? createdAt : after(graceMs),
    expiresAt: after(WORTH_MS[told.kind]),
    repeatAt: repeatMinutes !== null && isPressing(told.kind) ? after(repeatMinutes * 60_000) : null,
    state: 'waiting',
    attempts: 0,
    reached: [],
    sentAt: null,
  }
}

/**
 * The next telling of an urgent message. After a standstill it is one, however many were due.
 * @returns undefined when it has been told for long enough
 */
export function repeatOf(before: Delivery, repeatMinutes: number, now: Date): Delivery | undefined {
  // Repetitions keep the expiry of the first telling.
  if (now >= before.expiresAt) return undefined
  const repeat = before.repeat + 1
  return {
    ...before,
    _id: deliveryId(before, repeat),
    repeat,
    createdAt: now,
    notBefore: now,
    repeatAt: new Date(now.getTime() + repeatMinutes * 60_000),
    state: 'waiting',
    attempts: 0,
    reached: [],
    sentAt: null,
  }
}
