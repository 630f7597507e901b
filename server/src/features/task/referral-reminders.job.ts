import { remindOfReferral, type PatientCase, type Referral, type StreamName } from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

/** Reminds whoever follows a referral that it has not moved; what fell due while every server stood still is caught up. */
export function referralRemindersJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  return {
    name: 'referral-reminders',
    every: '1 minute',
    run: async (now) => {
      const due = await reader
        .model(projections.referrals)
        .find({ remindAt: trusted({ $lte: now.toISOString() }) } as never)
        .limit(200)
        .lean()
      for (const { _id, stream, remindAt } of due as unknown as Due[]) {
        await changes.execute({
          stream,
          // The same on every node: one reminder for each instant that was set.
          commandId: v5(`remind ${remindAt}`, _id),
          by: 'system:referral-reminders',
          input: { referralId: _id, remindAt },
          decide: remind(_id, remindAt),
        })
      }
    },
  }
}

interface Due {
  readonly _id: string
  readonly stream: StreamName
  readonly remindAt: string
}

/** Decided on the referral as it stands: it may have moved meanwhile. In a closed case nobody is reminded. */
function remind(id: string, remindAt: string): Decide {
  return (fold, { now }) => {
    const referral = fold.get<Referral>('referral', id)?.after
    if (!referral || referral.remindAt !== remindAt || remindAt > now)
      return { unchanged: { type: 'referral', id } }
    const isClosed = fold.get<PatientCase>('patientCase', referral.caseId)?.after?.status === 'closed'
    const after = isClosed ? { ...referral, remindAt: null } : remindOfReferral(referral, now)
    return {
      kind: isClosed ? 'referral.reminderEnded' : 'referral.reminded',
      entities: [entity('referral', id, after)],
    }
  }
}
