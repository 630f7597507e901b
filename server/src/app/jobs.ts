import { expiryJob } from '../features/care-circle/expiry.job.ts'
import { messageLadder } from '../features/conversation/message-ladder.ts'
import { flagLadder } from '../features/flag/flag-ladder.ts'
import type { Notifications } from '../features/notification/notifications.ts'
import { readingLadder } from '../features/measurement/reading-ladder.ts'
import { retentionJob } from '../features/patient-rights/retention.ts'
import { runEndJob } from '../features/protocol/run-end.job.ts'
import { sharedViewJob } from '../features/sharing/shared-view.job.ts'
import { occurrencesJob } from '../features/task/occurrences.job.ts'
import { overdueJob } from '../features/task/overdue.job.ts'
import { referralRemindersJob } from '../features/task/referral-reminders.job.ts'
import { remindersJob } from '../features/task/reminders.job.ts'
import { escalationJob } from '../platform/escalation/escalation.job.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { Parts } from './parts.ts'

/** All that is done by the clock. */
export const jobDefinitions = (
  { changes, reader, accounts, files, sharedViews, replacements }: Parts,
  notifications: Notifications,
): JobDefinition[] => [
  escalationJob(changes, reader, [messageLadder, flagLadder, readingLadder]),
  expiryJob(changes, reader),
  runEndJob(changes, reader),
  sharedViewJob(reader, sharedViews),
  replacements.job,
  referralRemindersJob(changes, reader),
  occurrencesJob(changes, reader),
  remindersJob(changes, reader),
  overdueJob({ changes, reader, account: accounts.find }),
  retentionJob(changes, reader),
  ...notifications.jobs,
  ...files.jobs,
]
