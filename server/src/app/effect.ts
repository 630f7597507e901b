import type { Change } from '@colloque/domain'
import type { ChangeLog } from '../platform/change-log/index.ts'
import type { Nodes } from '../platform/nodes/index.ts'
import { endsAccess } from './ends-access.ts'

/** When what was decided on this node holds on all of them. */
export interface Effect {
  /** At once for most changes. One that ends an access is so once every node acts on it. */
  ofChange(change: Change): Promise<void>
  ofSessionEnd(sessionId: string): Promise<void>
}

export function createEffect({
  nodes,
  changes,
  sessions,
}: {
  readonly nodes: Pick<Nodes, 'confirmations'>
  readonly changes: Pick<ChangeLog, 'otherNodes' | 'foldedUpTo'>
  readonly sessions: { hearEnded(sessionId: string): void }
}): Effect {
  const { everywhere } = nodes.confirmations({
    otherNodes: changes.otherNodes,
    learn: async (fact) => {
      if (fact.kind === 'change') await changes.foldedUpTo(fact.stream, fact.seq)
      else sessions.hearEnded(fact.sessionId)
    },
  })
  return {
    ofChange: async (change) => {
      if (endsAccess(change)) await everywhere({ kind: 'change', stream: change.stream, seq: change.seq })
    },
    ofSessionEnd: (sessionId) => everywhere({ kind: 'sessionEnded', sessionId }),
  }
}
