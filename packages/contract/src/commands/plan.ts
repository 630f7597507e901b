/** The care plan: what is decided around its text, which is co-edited (`case/<caseId>/plan`). */
import {
  CarePlanSchema,
  CONSENT_MODES,
  DaySchema,
  IdSchema,
  line,
  paragraph,
  PersonWishSchema,
  PlanVersionSchema,
  WishAspectSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, onPersonWish, reason } from './define.ts'

const docSeq = z
  .number()
  .int()
  .positive()
  .describe('Batch of the document after which it stood as it was seen: message 100 or 103 of its connection')

export const planCommands = {
  'wish.record': command(
    'Write down what the person wants, in their words',
    inCase,
    'plan.edit',
    {
      caseId,
      aspect: WishAspectSchema,
      text: paragraph(500),
      heardOn: DaySchema,
      heardBy: IdSchema.optional().describe('Account of the circle; the author otherwise'),
      replaces: IdSchema.optional().describe('The wish that this one takes the place of'),
    },
    PersonWishSchema,
  ),
  'wish.withdraw': command(
    'Take a wish back: the person has changed their mind, or it was noted wrongly',
    onPersonWish,
    'plan.edit',
    { wishId: IdSchema, reason },
    PersonWishSchema,
  ),
  'plan.nameReferent': command(
    'Name who sees to it that the plan is carried out',
    inCase,
    'plan.edit',
    { caseId, accountId: IdSchema.nullable().describe('Of the circle') },
    CarePlanSchema,
  ),
  'plan.recordConsent': command(
    'Write down that the person agrees to the plan, or does not, or not any more',
    inCase,
    'plan.edit',
    {
      caseId,
      given: z.boolean(),
      how: z.enum(CONSENT_MODES),
      on: DaySchema,
      collectedBy: IdSchema.optional().describe('Account of the circle; the author otherwise'),
      scope: line(300).optional().describe('Whom it may be shared with, or not'),
      note: line(300).optional(),
    },
    CarePlanSchema,
  ),
  'plan.submit': command(
    'Say that the plan is ready to be signed, with one sentence',
    inCase,
    'plan.edit',
    { caseId, docSeq, word: line(300) },
    CarePlanSchema,
  ),
  'plan.return': command(
    'Send a submitted plan back instead of signing it, with a word',
    inCase,
    'plan.sign',
    { caseId, word: line(300) },
    CarePlanSchema,
  ),
  'plan.sign': command(
    'Sign the plan as it was seen; asks for a proof of identity younger than ten minutes',
    inCase,
    'plan.sign',
    {
      caseId,
      docSeq,
      textHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .describe(
          'SHA-256 of the canonical text that was seen; another is `conflict` with why `changed_since_seen`',
        ),
      acceptedFlags: z
        .array(z.strictObject({ id: IdSchema, rev: z.number().int().positive() }))
        .max(50)
        .describe('Every severe flag that is open, as it was seen'),
    },
    PlanVersionSchema,
  ),
} as const
