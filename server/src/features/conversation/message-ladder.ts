import { climbLadder } from '@colloque/domain'
import { projections } from '../../platform/entity-projections.ts'
import { ladder } from '../../platform/escalation/escalation.job.ts'

/** Urgent messages, until somebody takes charge. */
export const messageLadder = ladder({
  projection: projections.messages,
  climbed: (message, circle, now) => {
    const escalation = climbLadder(message, circle, now)
    const newly = (escalation?.steps ?? [])
      .slice(message.escalation?.steps.length)
      .flatMap(({ accountIds }) => accountIds)
      .map((accountId) => ({ accountId, via: 'escalation' as const, insteadOf: null }))
    return { ...message, asked: [...message.asked, ...newly], escalation }
  },
})
