import {
  climbLadder,
  type CircleMember,
  type Message,
  type PatientCase,
  type StreamName,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import { entity } from '../../platform/commands.ts'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

/**
 * Takes urgent messages up the ladder once their delay is over, whether anybody is connected or not. The steps that
 * fell due while every server stood still are taken one after the other, each at its own run.
 */
export function escalationJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  return {
    name: 'escalate',
    every: '5 seconds',
    run: async (now) => {
      const due = await reader
        .model(projections.messages)
        .find({ 'escalation.nextAt': trusted({ $lte: now.toISOString() }) } as never)
        .limit(200)
        .lean()
      for (const { _id, stream, escalation } of due as unknown as Due[]) {
        await changes.execute({
          stream,
          // The same on every node: a step is taken once.
          commandId: v5(`escalate ${escalation.steps.length}`, _id),
          by: 'system:escalation',
          input: { messageId: _id, step: escalation.steps.length },
          decide: step(_id, escalation.steps.length),
        })
      }
    },
  }
}

interface Due {
  readonly _id: string
  readonly stream: StreamName
  readonly escalation: NonNullable<Message['escalation']>
}

/** One step, decided on the circle of this moment; none when somebody has taken charge meanwhile. */
function step(messageId: string, taken: number): Decide {
  const unchanged = { unchanged: { type: 'message', id: messageId } }
  return (fold, { now }) => {
    const message = fold.get<Message>('message', messageId)?.after
    const escalation = message?.escalation
    if (!message?.caseId || !escalation?.nextAt || escalation.nextAt > now) return unchanged
    if (escalation.steps.length !== taken) return unchanged
    const isClosed = fold.get<PatientCase>('patientCase', message.caseId)?.after?.status === 'closed'
    const after = isClosed
      ? { ...message, escalation: { ...escalation, nextAt: null } }
      : climbed(
          message,
          fold.all<CircleMember>('circleMember').flatMap((member) => member.after ?? []),
          now,
        )
    return {
      kind: isClosed ? 'message.escalationEnded' : 'message.escalated',
      entities: [entity('message', messageId, after)],
    }
  }
}

function climbed(message: Message, members: CircleMember[], now: string): Message {
  const escalation = climbLadder(message, members, now)
  const newly = (escalation?.steps ?? [])
    .slice(message.escalation?.steps.length)
    .flatMap(({ accountIds }) => accountIds)
    .map((accountId) => ({ accountId, via: 'escalation' as const, insteadOf: null }))
  return { ...message, asked: [...message.asked, ...newly], escalation }
}
