/** Templates of a team, and starting one on a case. */
import {
  BUNDLE_ITEMS_MAX,
  BundleContentSchema,
  IdSchema,
  InstantSchema,
  PlannedItemSchema,
  TaskBundleSchema,
  TaskSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, inTeam, rev } from './define.ts'

const teamId = IdSchema

export const bundleCommands = {
  'bundle.save': command(
    'Save a bundle of the team: a new one, or the next version of one that is there',
    inTeam,
    'team.member',
    {
      teamId,
      bundleId: IdSchema.optional().describe('Of the team’s own; without it, a new one'),
      rev,
      basedOn: IdSchema.optional().describe('The shipped bundle that a new one stands in for'),
      ...BundleContentSchema.shape,
    },
    TaskBundleSchema,
  ),
  'bundle.retire': command(
    'No longer offer a bundle of the team; what was started with it goes on',
    inTeam,
    'team.member',
    { teamId, bundleId: IdSchema },
    TaskBundleSchema,
  ),
  'bundle.start': command(
    'Start a bundle on a case: all its tasks in one change. Answers with the first of them',
    inCase,
    'task.create',
    {
      caseId,
      bundleId: IdSchema.describe('One that ships, or a team’s own'),
      startsAt: InstantSchema.describe('What everything is counted from'),
      items: z
        .array(PlannedItemSchema)
        .min(1)
        .max(BUNDLE_ITEMS_MAX)
        .optional()
        .describe('The plan as its reader has changed it; without it, as planBundle makes it'),
    },
    TaskSchema,
  ),
} as const
