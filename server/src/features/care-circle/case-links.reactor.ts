import { parseStream, type CaseLink, type CircleMember, type PartLink } from '@colloque/domain'
import { v5 } from 'uuid'
import type { ReactorCommand, ReactorDefinition, StreamFold } from '../../platform/change-log/index.ts'

/**
 * Tells each person, in their own stream, which cases they are in: how a device learns of a new one. What they see of
 * its parts comes and goes with it, in the same change.
 */
export const caseLinksReactor: ReactorDefinition = {
  name: 'case-links',
  on: (change) => {
    if (parseStream(change.stream)?.kind !== 'case') return []
    return change.entities.flatMap((changed) => {
      if (changed.type !== 'circleMember' || changed.after === null) return []
      const { accountId, caseId, status, view } = changed.after as CircleMember
      if (accountId === null) return []
      return [caseLinked(accountId, { caseId, status: view === 'case' ? status : 'left' })]
    })
  },
}

/** Tells somebody that they are in a case, or no longer. */
export const caseLinked = (accountId: string, after: CaseLink): ReactorCommand => ({
  stream: `member:${accountId}`,
  input: after,
  decide: (fold) => ({
    kind: after.status === 'active' ? 'member.caseJoined' : 'member.caseLeft',
    entities: [
      { type: 'caseLink', id: caseLinkId(after.caseId, accountId), after },
      ...partLinksAlong(fold, after),
    ],
  }),
})

export const caseLinkId = (caseId: string, accountId: string) => v5(caseId, accountId)

const partLinksAlong = (fold: StreamFold, { caseId, status }: CaseLink) =>
  fold
    .all<PartLink>('partLink')
    .flatMap(({ type, id, after }) =>
      after?.caseId === caseId && after.status !== status ? [{ type, id, after: { ...after, status } }] : [],
    )
