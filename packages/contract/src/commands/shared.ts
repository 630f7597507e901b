/** What a circle shares with the person, relatives, curators and home helps, and what they write and tell. */
import {
  IdSchema,
  line,
  paragraph,
  READING_KINDS,
  REPORT_KINDS,
  SharedMessageSchema,
  SharedPartSchema,
  SharedReadingSchema,
  SharedReportSchema,
  SHARED_PARTS,
  SharingSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, inShared, rev } from './define.ts'

export const sharedCommands = {
  'sharing.set': command(
    'Choose what the circle shares with the person and their relatives; what is not chosen any more goes at once',
    inCase,
    'circle.manage',
    { caseId, rev, parts: z.array(SharedPartSchema).max(SHARED_PARTS.length) },
    SharingSchema,
  ),
  'shared.post': command(
    'Write to the circle, or to those with whom the case is shared: both read it',
    inShared,
    'shared.write',
    { caseId, text: paragraph(4_000) },
    SharedMessageSchema,
  ),
  'shared.acknowledge': command(
    'A professional has seen what a relative or the person wrote: it waits for nobody any more',
    { in: 'entity', type: 'sharedMessage', field: 'sharedMessageId' },
    'message.arrange',
    { sharedMessageId: IdSchema },
    SharedMessageSchema,
  ),
  'shared.report': command(
    'Tell the pharmacist of a side effect, or that something is not taken',
    inShared,
    'shared.write',
    {
      caseId,
      kind: z.enum(REPORT_KINDS),
      words: paragraph(400),
      medicationName: line(80).optional().describe('As it stands on the box'),
    },
    SharedReportSchema,
  ),
  'shared.reading': command(
    'Tell the circle what one has measured; checked like a professional’s',
    inShared,
    'shared.write',
    { caseId, kind: z.enum(READING_KINDS), value: z.number(), value2: z.number().optional() },
    SharedReadingSchema,
  ),
} as const
