/** Who helps beyond the house, and what the house has learnt of them. No word of a patient. */
import { DirectoryContentSchema, DirectoryEntrySchema, IdSchema, paragraph } from '@colloque/domain'
import { command, inTeam, reason, rev } from './define.ts'

const teamId = IdSchema
const entryId = IdSchema

export const directoryCommands = {
  'directory.add': command(
    'Add somebody to the directory of the house',
    inTeam,
    'team.member',
    {
      teamId,
      ...DirectoryContentSchema.shape,
      meetingId: IdSchema.optional().describe('Where the house heard of them'),
    },
    DirectoryEntrySchema,
  ),
  'directory.change': command(
    'Correct an entry of the directory; it counts as checked then',
    inTeam,
    'team.member',
    { teamId, entryId, rev, ...DirectoryContentSchema.shape },
    DirectoryEntrySchema,
  ),
  'directory.check': command(
    '« C’est toujours juste »',
    inTeam,
    'team.member',
    { teamId, entryId },
    DirectoryEntrySchema,
  ),
  'directory.note': command(
    'Add what one has learnt about somebody of the directory',
    inTeam,
    'team.member',
    { teamId, entryId, text: paragraph(1_000) },
    DirectoryEntrySchema,
  ),
  'directory.removeNote': command(
    'Take a note of one’s own back',
    inTeam,
    'team.member',
    { teamId, entryId, noteId: IdSchema },
    DirectoryEntrySchema,
  ),
  'directory.retire': command(
    'No longer offer an entry',
    inTeam,
    'team.member',
    { teamId, entryId, reason },
    DirectoryEntrySchema,
  ),
  'directory.restore': command(
    'Offer an entry again that was retired',
    inTeam,
    'team.member',
    { teamId, entryId },
    DirectoryEntrySchema,
  ),
} as const
