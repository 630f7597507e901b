import { holdsAt, type CircleMember, type StreamName } from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { freedTasks } from './circle-changes.ts'

/**
 * Writes down that a membership is over whose time has come, which closes what it still held open. The doors refuse it
 * from that very instant, whether this has run or not.
 */
export function expiryJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  return {
    name: 'circle-expiry',
    every: '5 seconds',
    run: async (now) => {
      const over = await reader
        .model(projections.circleMembers)
        .find({ status: 'active', until: trusted({ $lte: now.toISOString(), $ne: null }) } as never)
        .limit(200)
        .lean()
      for (const { _id, stream, until } of over as unknown as Over[]) {
        await changes.execute({
          stream,
          commandId: v5(`expire ${until}`, _id),
          by: 'system:circle-expiry',
          input: { memberId: _id, until },
          decide: expire(_id),
        })
      }
    },
  }
}

interface Over {
  readonly _id: string
  readonly stream: StreamName
  readonly until: string
}

function expire(id: string): Decide {
  return (fold, { now }) => {
    const member = fold.get<CircleMember>('circleMember', id)?.after
    // Prolonged, or ended by somebody meanwhile.
    if (!member || member.status === 'left' || holdsAt(member, now))
      return { unchanged: { type: 'circleMember', id } }
    const left: CircleMember = { ...member, status: 'left', leftAt: now }
    return {
      kind: 'circle.memberExpired',
      entities: [entity('circleMember', id, left), ...freedTasks(fold, member.accountId)],
    }
  }
}
