import { DomainError } from '@colloque/domain'
import type { Request } from 'express'
import type { Actor } from '../../platform/actor.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { Sessions } from './sessions.ts'

/** How requests about one's own account begin: counted, and those that change by what one signs in soon after a proof. */
export function ownRequests({
  sessions,
  perAccount,
}: {
  readonly sessions: Pick<Sessions, 'isRecent'>
  readonly perAccount: RateLimit
}) {
  /** @throws rate_limited */
  const take = async (request: Request): Promise<Actor> => {
    const actor = actorOf(request)
    await perAccount.take(actor.accountId)
    return actor
  }
  return {
    take,
    /** @throws rate_limited; conflict { why: 'proof_needed' } unless they signed in or proved themself a moment ago */
    takeProved: async (request: Request): Promise<Actor> => {
      const actor = await take(request)
      if (!(await sessions.isRecent(actor.sessionId)))
        throw new DomainError('conflict', { why: 'proof_needed' })
      return actor
    },
  }
}
