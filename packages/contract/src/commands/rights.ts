/** What a person may ask of their case: that some of it, or all, be erased. */
import { ERASABLE_TYPES, ErasureBasisSchema, ErasureSchema, IdSchema, line } from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, reason } from './define.ts'

const ENTRIES_MOST = 100

export const rightsCommands = {
  'entry.erase': command(
    'Erase entries of a case everywhere and for good: one’s own, or any for whoever answers for the case. All must ' +
      'stand in one stream; what is only corrected is `invalid`, a thread without its answers `conflict` with their ids',
    { in: 'entries', field: 'entries' },
    'message.post',
    {
      caseId,
      entries: z
        .array(z.strictObject({ type: z.enum(ERASABLE_TYPES).or(line(40)), id: IdSchema }))
        .min(1)
        .max(ENTRIES_MOST),
      basis: ErasureBasisSchema,
      reason,
    },
    ErasureSchema,
  ),
  'board.erase': command(
    'Erase a part of a board or plan, or its former states alone, everywhere and for good: a new epoch of the document',
    inCase,
    'case.edit',
    {
      caseId,
      kind: z.enum(['board', 'plan']),
      path: z
        .string()
        .regex(/^[A-Za-z]{1,20}(\/[a-z0-9][a-z0-9-]{0,63}(\/[A-Za-z]{1,20})?)?$/)
        .optional()
        .describe(
          '`cards/<id>`, `cards/<id>/title` or `/body`, `columns/<id>`; of a plan `situation`, `health`, `supports`, ' +
            '`<list>/<id>`. Absent: what stands stays, and all that stood there before goes',
        ),
      basis: ErasureBasisSchema,
      reason,
    },
    ErasureSchema,
  ),
  'case.erase': command(
    'Erase a closed case, all of it: by its referent or a physician, with a proof of identity younger than ten minutes',
    inCase,
    'case.edit',
    {
      caseId,
      basis: ErasureBasisSchema,
      reason,
      confirm: line(200).describe('The name of the person, typed: « LEFEBVRE Jeanne »'),
    },
    ErasureSchema,
  ),
} as const
