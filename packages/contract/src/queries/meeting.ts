/** What meetings have left in the cases, and what a house counts of them. */
import { FiledMinutesSchema, IdSchema, MeetingFiguresSchema, MinutesContentSchema } from '@colloque/domain'
import { z } from 'zod'
import { identified, query, whole } from './define.ts'

export const meetingQueries = {
  caseMinutes: query(
    'The minutes of a case in a meeting: as they stand, with the hash that `minutes.sign` takes, and as they were signed',
    '/cases/:id/minutes/:agendaItemId',
    'case',
    { id: IdSchema, agendaItemId: IdSchema },
    {},
    z.object({
      content: MinutesContentSchema,
      /** SHA-256 of the canonical text of `content`. */
      textHash: z.string(),
      docSeq: z.number().int(),
      filed: identified(FiledMinutesSchema).nullable(),
      /** What was signed, byte for byte what its hash says; null until then. */
      signed: MinutesContentSchema.nullable(),
    }),
  ),
  teamMeetingFigures: query(
    'What a team counts of its meetings of a year, each figure with the work behind it',
    '/teams/:id/meeting-figures',
    'team',
    { id: IdSchema },
    { year: whole(2000, 2200) },
    MeetingFiguresSchema,
  ),
} as const
