/** Sending a person to somebody outside: from the asking to the report that comes back. */
import { z } from 'zod'
import { addDays, instantAt } from './calendar.ts'
import { DomainError } from './errors.ts'
import { ProfessionSchema } from './profession.ts'
import { wallClock } from './schedule.ts'
import { IdSchema, InstantSchema, line, paragraph } from './values.ts'

/** demandé, envoyé, rendez-vous pris, vu, compte rendu reçu, refusé par la personne. */
export const REFERRAL_STATUSES = [
  'asked',
  'sent',
  'appointment',
  'seen',
  'reportReceived',
  'declined',
] as const
export type ReferralStatus = (typeof REFERRAL_STATUSES)[number]
export const ReferralStatusSchema = z.enum(REFERRAL_STATUSES)

/**
 * The published state machine: from each status, where it may go. Every professional of the circle may: whoever has
 * the surgery on the telephone is rarely the one who asked. An appointment may be moved, or lost again (`sent`); a
 * person who refused may change their mind.
 */
export const REFERRAL_TRANSITIONS = {
  asked: ['sent', 'appointment', 'declined'],
  sent: ['appointment', 'seen', 'declined'],
  appointment: ['appointment', 'sent', 'seen', 'declined'],
  seen: ['reportReceived'],
  reportReceived: [],
  declined: ['asked'],
} as const satisfies Record<ReferralStatus, readonly ReferralStatus[]>

export const ReferralSchema = z.object({
  caseId: IdSchema,
  /** A name or a service: « Dr Vidal », « consultation mémoire de Marsenac ». */
  to: line(200),
  profession: ProfessionSchema.nullable(),
  /** Where no profession of the list says it: « service social », « neurologue ». */
  kind: line(80).nullable(),
  reason: paragraph(2_000),
  phone: line(30).nullable(),
  status: ReferralStatusSchema,
  appointmentAt: InstantSchema.nullable(),
  /** When whoever follows it is reminded, if it has not moved by then. */
  remindAt: InstantSchema.nullable(),
  /** Reminded since it last moved. */
  remindedAt: InstantSchema.nullable(),
  /** Whom the reminders go to. */
  followedBy: IdSchema,
  /** In the person's words, while they refuse. */
  declinedWords: paragraph(500).nullable(),
  needId: IdSchema.nullable(),
  noteId: IdSchema.nullable(),
  createdBy: IdSchema,
  createdAt: InstantSchema,
  /** Every step, the first one first. */
  history: z.array(
    z.object({
      status: ReferralStatusSchema,
      by: IdSchema,
      at: InstantSchema,
      note: paragraph(500).nullable(),
    }),
  ),
})
export type Referral = z.infer<typeof ReferralSchema>

export const isReferralEnded = ({ status }: Referral) => status === 'reportReceived' || status === 'declined'

/** Days after which a referral that has not moved is asked about again; a habit of houses, set anew on each. */
const REMIND_AFTER_DAYS = { asked: 3, sent: 14, appointment: 1, seen: 15 } as const

/**
 * When to ask about a referral again, at nine in the morning of the house: some days after it moved, and the day
 * after its appointment.
 */
export function reminderOf(
  { status, appointmentAt }: Pick<Referral, 'status' | 'appointmentAt'>,
  at: string,
): string | null {
  if (status === 'reportReceived' || status === 'declined') return null
  const from = status === 'appointment' ? (appointmentAt ?? at) : at
  return instantAt(addDays(wallClock(from).day, REMIND_AFTER_DAYS[status]), '09:00')
}

export function newReferral(
  given: Pick<Referral, 'caseId' | 'to' | 'reason' | 'createdBy' | 'createdAt'> & Partial<Referral>,
): Referral {
  const { createdBy: by, createdAt: at } = given
  return {
    profession: null,
    kind: null,
    phone: null,
    status: 'asked',
    appointmentAt: null,
    remindAt: reminderOf({ status: 'asked', appointmentAt: null }, at),
    remindedAt: null,
    followedBy: by,
    declinedWords: null,
    needId: null,
    noteId: null,
    history: [{ status: 'asked', by, at, note: null }],
    ...given,
  }
}

/** Whether somebody is to see to a referral that has not moved. */
export const referralWaitsFor = ({ followedBy, remindedAt }: Referral, accountId: string) =>
  remindedAt !== null && followedBy === accountId

/** A next step, and what is known with it. */
export interface ReferralStep {
  readonly status: ReferralStatus
  readonly by: string
  readonly at: string
  readonly note: string | null
  /** Needed for an appointment. */
  readonly appointmentAt?: string | undefined
  /** Another day for the reminder than the usual one; null for none. */
  readonly remindAt?: string | null | undefined
  /** Needed when the person declines. */
  readonly words?: string | undefined
}

const MAX_STEPS = 100

/**
 * @throws conflict { status, to } when the state machine has no such step
 * @throws invalid for an appointment without its time, a refusal without the person's words, or a reminder that is past
 */
export function advanceReferral(referral: Referral, step: ReferralStep): Referral {
  const allowed: readonly ReferralStatus[] = REFERRAL_TRANSITIONS[referral.status]
  if (!allowed.includes(step.status) || referral.history.length >= MAX_STEPS)
    throw new DomainError('conflict', { status: referral.status, to: step.status })
  if (step.status === 'appointment' && step.appointmentAt === undefined)
    throw new DomainError('invalid', { field: 'appointmentAt', why: 'missing' })
  if (step.status !== 'appointment' && step.appointmentAt !== undefined)
    throw new DomainError('invalid', { field: 'appointmentAt', why: 'not_an_appointment' })
  if (step.status === 'declined' && step.words === undefined)
    throw new DomainError('invalid', { field: 'words', why: 'missing' })
  requireFuture(step.remindAt, step.at)
  // What is lost again is no appointment; what was kept says when.
  const appointmentAt =
    step.status === 'sent' || step.status === 'asked' ? null : (step.appointmentAt ?? referral.appointmentAt)
  const moved = { status: step.status, appointmentAt }
  const ends = step.status === 'reportReceived' || step.status === 'declined'
  return {
    ...referral,
    ...moved,
    remindAt: ends || step.remindAt === undefined ? reminderOf(moved, step.at) : step.remindAt,
    remindedAt: null,
    declinedWords: step.status === 'declined' ? (step.words ?? null) : null,
    history: [...referral.history, { status: step.status, by: step.by, at: step.at, note: step.note }],
  }
}

/** @throws invalid for a reminder that is past */
export function requireFuture(remindAt: string | null | undefined, now: string): void {
  if (typeof remindAt === 'string' && remindAt <= now)
    throw new DomainError('invalid', { field: 'remindAt', why: 'past' })
}

/** The reminder is out: it waits for whoever follows the referral until that moves. */
export const remindOfReferral = (referral: Referral, at: string): Referral => ({
  ...referral,
  remindAt: null,
  remindedAt: at,
})
