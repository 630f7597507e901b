/** Cases and their circles. */
import {
  CIRCLE_VIEWS,
  CircleMemberSchema,
  IdSchema,
  InformedSchema,
  InstantSchema,
  line,
  paragraph,
  PatientCaseSchema,
  PatientSchema,
  ProfessionSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { command, inCase, caseId, reason, rev } from './define.ts'

export const caseCommands = {
  'case.create': command(
    'Open a case for a patient; its author is the first of its circle',
    { in: 'newCase' },
    null,
    {
      patient: PatientSchema,
      reason: line(120),
      informed: InformedSchema,
      teamId: IdSchema.optional().describe('Where the author is in several teams'),
      allergies: line(300).optional(),
      wish: paragraph(500).optional(),
      circle: z.array(IdSchema).max(40).optional().describe('Account ids who join with the author'),
      confirmedDistinct: z.boolean().optional().describe('The author has seen the cases that look alike'),
    },
    PatientCaseSchema,
  ),
  'case.update': command(
    'Change what the case says of the person',
    inCase,
    'case.edit',
    {
      caseId,
      rev,
      reason: line(120).optional(),
      allergies: line(300).nullable().optional(),
      wish: paragraph(500).optional(),
      patient: PatientSchema.optional(),
    },
    PatientCaseSchema,
  ),
  'case.close': command('Close a case', inCase, 'case.edit', { caseId, reason }, PatientCaseSchema),
  'case.reopen': command('Reopen a closed case', inCase, 'case.edit', { caseId }, PatientCaseSchema),
  'case.linkHousehold': command(
    'Link the case of somebody who lives in the same household',
    inCase,
    'case.edit',
    { caseId, otherCaseId: IdSchema },
    PatientCaseSchema,
  ),
  'circle.add': command(
    'Add a professional with an account, or a relative by name, to the circle',
    inCase,
    'circle.manage',
    {
      caseId,
      accountId: IdSchema.optional(),
      name: line(120).optional().describe('Of somebody without an account'),
      profession: ProfessionSchema.optional(),
      relation: line(80).optional(),
      phone: line(30).optional(),
      role: z.enum(['referent', 'member']).optional(),
      view: z
        .enum(CIRCLE_VIEWS)
        .optional()
        .describe('What they see; by their profession where it is not said'),
      why: line(200).optional(),
      until: InstantSchema.optional().describe('From then on they see nothing any more'),
    },
    CircleMemberSchema,
  ),
  'circle.remove': command(
    'Remove somebody from the circle, or leave it: at once, everywhere',
    inCase,
    'case.read',
    {
      caseId,
      memberId: IdSchema.optional().describe('The membership; or accountId'),
      accountId: IdSchema.optional(),
      reason: reason.optional(),
    },
    CircleMemberSchema,
  ),
} as const
