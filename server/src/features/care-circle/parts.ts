import type { Part, PartLink, StreamName } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { CaseAccess } from './access.ts'

/** The streams of the parts that somebody sees, of one case or of all of theirs. */
export type PartsOf = (actor: Actor, caseId?: string) => Promise<StreamName[]>

/**
 * Proposed by what the person's own stream says, and by the changes of this node that have not reached it yet;
 * confirmed by the folds.
 */
export function createPartsOf(changes: ChangeLog, access: Pick<CaseAccess, 'mayReadStream'>): PartsOf {
  type Proposed = Pick<PartLink, 'partId' | 'caseId'>
  /** Parts that were just made. Longer than a reactor can lag on a node that is alive. */
  const made = new LRUCache<string, readonly Proposed[]>({ max: 10_000, ttl: 60_000 })
  changes.onChange(({ entities }) => {
    for (const { type, id: partId, after } of entities) {
      if (type !== 'part' || after === null) continue
      const { caseId, memberIds } = after as Part
      for (const accountId of memberIds)
        made.set(accountId, [...(made.get(accountId) ?? []), { partId, caseId }])
    }
  })

  return async (actor, caseId) => {
    const own = await changes.fold(`member:${actor.accountId}`)
    const linked = own
      .all<PartLink>('partLink')
      .flatMap(({ after }) => (after?.status === 'active' ? [after] : []))
    const proposed = [...linked, ...(made.get(actor.accountId) ?? [])]
      .filter((part) => caseId === undefined || part.caseId === caseId)
      .map(({ partId }): StreamName => `part:${partId}`)
    const confirmed = await Promise.all(
      [...new Set(proposed)]
        .sort()
        .map(async (stream) => ((await access.mayReadStream(actor, stream)) ? [stream] : [])),
    )
    return confirmed.flat()
  }
}
