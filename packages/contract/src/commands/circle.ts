/** Who is around a person and on what ground: views, consent and objection, delegated acts, emergency access. */
import {
  BREAK_GLASS_REASONS,
  BREAK_GLASS_VERDICTS,
  BreakGlassSchema,
  CIRCLE_VIEWS,
  CircleMemberSchema,
  CONSENT_MEANS,
  ConsentAboutSchema,
  DaySchema,
  DELEGABLE,
  DelegationSchema,
  IdSchema,
  InstantSchema,
  line,
  paragraph,
  ProfessionSchema,
  SharingConsentSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, reason, rev } from './define.ts'

const onBreakGlass = { in: 'entity', type: 'breakGlass', field: 'breakGlassId' } as const

export const circleCommands = {
  'circle.update': command(
    'Change what somebody of the circle sees, until when, and what is known of them',
    inCase,
    'circle.manage',
    {
      caseId,
      memberId: IdSchema,
      rev,
      view: z.enum(CIRCLE_VIEWS).optional(),
      role: z.enum(['referent', 'member']).optional(),
      relation: line(80).nullable().optional(),
      phone: line(30).nullable().optional(),
      why: line(200).nullable().optional(),
      until: InstantSchema.nullable().optional(),
    },
    CircleMemberSchema,
  ),
  'circle.leave': command(
    'Leave a circle: also for those who see what is shared alone',
    inCase,
    'shared.read',
    { caseId, reason: reason.optional() },
    CircleMemberSchema,
  ),
  'consent.record': command(
    'What the person said of who may know; an objection to a member ends their membership at once',
    inCase,
    'circle.manage',
    {
      caseId,
      decision: z.enum(['agrees', 'objects']),
      about: ConsentAboutSchema,
      how: z.enum(CONSENT_MEANS),
      on: DaySchema,
      note: line(300).optional(),
    },
    SharingConsentSchema,
  ),
  'consent.withdraw': command(
    'The person takes back what they had said; who was there by that consent alone leaves at once',
    { in: 'entity', type: 'sharingConsent', field: 'consentId' },
    'circle.manage',
    { consentId: IdSchema, reason },
    SharingConsentSchema,
  ),
  'delegation.open': command(
    'An adopted protocol hands an act to a profession in this case, until its run is over',
    inCase,
    'act.delegate',
    {
      caseId,
      act: z.enum(DELEGABLE),
      profession: ProfessionSchema,
      protocol: line(160),
      until: InstantSchema,
    },
    DelegationSchema,
  ),
  'delegation.end': command(
    'The profession does this act no longer',
    { in: 'entity', type: 'delegation', field: 'delegationId' },
    'act.delegate',
    { delegationId: IdSchema },
    DelegationSchema,
  ),
  'breakGlass.open': command(
    'Emergency access, for an hour, to the case of a person of the house whose identity one knows',
    { in: 'identifiedCase' },
    null,
    {
      birthName: line(100),
      firstNames: line(100),
      birthDate: DaySchema,
      reason: z.enum(BREAK_GLASS_REASONS),
      words: paragraph(500).describe('Why, in words: the circle reads them'),
    },
    BreakGlassSchema,
  ),
  'breakGlass.end': command(
    'End an emergency access before its time',
    onBreakGlass,
    'case.read',
    { breakGlassId: IdSchema },
    BreakGlassSchema,
  ),
  'breakGlass.review': command(
    'Say what the circle thinks of an emergency access',
    onBreakGlass,
    'case.edit',
    { breakGlassId: IdSchema, verdict: z.enum(BREAK_GLASS_VERDICTS), word: line(300).optional() },
    BreakGlassSchema,
  ),
} as const
