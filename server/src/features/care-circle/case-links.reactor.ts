import { parseStream, type CaseLink, type CircleMember } from '@colloque/domain'
import { v5 } from 'uuid'
import type { ReactorDefinition } from '../../platform/change-log/index.ts'

/** Tells each person, in their own stream, which cases they are in: how a device learns of a new one. */
export const caseLinksReactor: ReactorDefinition = {
  name: 'case-links',
  on: (change) => {
    if (parseStream(change.stream)?.kind !== 'case') return []
    return change.entities.flatMap((changed) => {
      if (changed.type !== 'circleMember' || changed.after === null) return []
      const { accountId, caseId, status } = changed.after as CircleMember
      if (accountId === null) return []
      const after: CaseLink = { caseId, status }
      const id = v5(caseId, accountId)
      return [
        {
          stream: `member:${accountId}` as const,
          input: after,
          decide: () => ({
            kind: status === 'active' ? 'member.caseJoined' : 'member.caseLeft',
            entities: [{ type: 'caseLink', id, after }],
          }),
        },
      ]
    })
  },
}
