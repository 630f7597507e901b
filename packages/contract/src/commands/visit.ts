/** A visit, the needs that it finds, and where a person is sent for them. */
import {
  IdSchema,
  InstantSchema,
  line,
  MessageSchema,
  MessageTextSchema,
  NEED_STATUSES,
  NeedDomainSchema,
  NeedSchema,
  paragraph,
  PlannedItemSchema,
  ProfessionSchema,
  ReadingInputSchema,
  REFERRAL_STATUSES,
  ReferralSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onNeed, onReferral, reason } from './define.ts'

const phone = line(30)
const remindAt = InstantSchema.nullable()
  .optional()
  .describe('Another reminder than the usual one; null for none')

/** Whom a person is sent to, and why. */
const referralDraft = {
  to: line(200).describe('A name or a service'),
  profession: ProfessionSchema.optional(),
  kind: line(80).optional().describe('Where no profession of the list says it'),
  reason: paragraph(2_000),
  phone: phone.optional(),
  remindAt,
}

const need = {
  text: paragraph(500),
  domain: NeedDomainSchema,
  necessary: z.boolean().nullable().optional(),
  possible: z.boolean().nullable().optional(),
}

/** A task as a plan has it, but for what ties it to the others. */
const taskDraft = PlannedItemSchema.omit({ key: true, after: true })

export const visitCommands = {
  'visit.record': command(
    'Record a visit: the note, its readings, needs in order, and the tasks and referrals that follow, in one change',
    inCase,
    'task.create',
    {
      caseId,
      text: MessageTextSchema,
      readings: z.array(ReadingInputSchema).max(12).optional(),
      writtenAt: InstantSchema.optional().describe('When it was written, where that was offline'),
      needs: z
        .array(
          z.strictObject({
            ...need,
            tasks: z.array(taskDraft).max(10).optional(),
            referral: z.strictObject(referralDraft).optional(),
          }),
        )
        .max(20)
        .describe('The first one first; they stand after those that are open already'),
    },
    MessageSchema,
  ),
  'needs.order': command(
    'Put the open needs in order. Answers with the first that has moved',
    inCase,
    'task.create',
    { caseId, ids: z.array(IdSchema).min(1).max(200).describe('Every open need, the first one first') },
    NeedSchema,
  ),
  'need.update': command(
    'Say more of a need, or that it is met, dropped or open again',
    onNeed,
    'task.create',
    {
      needId: IdSchema,
      text: need.text.optional(),
      domain: need.domain.optional(),
      necessary: need.necessary,
      possible: need.possible,
      status: z.enum(NEED_STATUSES).optional(),
      reason: reason.optional().describe('Needed for what is dropped'),
    },
    NeedSchema,
  ),
  'referral.create': command(
    'Send the person to somebody',
    inCase,
    'task.create',
    { caseId, ...referralDraft, needId: IdSchema.optional() },
    ReferralSchema,
  ),
  'referral.advance': command(
    'The next step of a referral: sent, appointment, seen, report received; or asked again',
    onReferral,
    'task.work',
    {
      referralId: IdSchema,
      status: z.enum(REFERRAL_STATUSES).exclude(['declined']),
      appointmentAt: InstantSchema.optional(),
      note: paragraph(500).optional(),
      remindAt,
    },
    ReferralSchema,
  ),
  'referral.decline': command(
    'The person declines',
    onReferral,
    'task.work',
    {
      referralId: IdSchema,
      words: paragraph(500).describe('In their words'),
      note: paragraph(500).optional(),
    },
    ReferralSchema,
  ),
} as const
