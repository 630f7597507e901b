import {
  parseStream,
  type CaseLink,
  type CircleMember,
  type PartLink,
  type SharedLink,
} from '@colloque/domain'
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
      const seen = (of: CircleMember['view']) => (view === of ? status : 'left')
      return [caseLinked(accountId, { caseId, status: seen('case') }, seen('shared'))]
    })
  },
}

/** Tells somebody that they are in a case, or no longer; and whether it is shared with them, of which they see no more. */
export const caseLinked = (
  accountId: string,
  after: CaseLink,
  shared: SharedLink['status'] = 'left',
): ReactorCommand => ({
  stream: `member:${accountId}`,
  input: shared === 'left' ? after : { ...after, shared },
  decide: (fold) => ({
    kind:
      shared === 'active'
        ? 'member.sharedJoined'
        : `member.case${after.status === 'active' ? 'Joined' : 'Left'}`,
    entities: [
      { type: 'caseLink', id: caseLinkId(after.caseId, accountId), after },
      ...partLinksAlong(fold, after),
      ...sharedLinkAlong(fold, accountId, { caseId: after.caseId, status: shared }),
    ],
  }),
})

export const caseLinkId = (caseId: string, accountId: string) => v5(caseId, accountId)

/** Whoever a case was never shared with has no link that says so. */
function sharedLinkAlong(fold: StreamFold, accountId: string, after: SharedLink) {
  const id = v5(`shared ${accountId}`, after.caseId)
  const held = fold.get<SharedLink>('sharedLink', id)?.after
  return after.status === 'active' || held?.status === 'active' ? [{ type: 'sharedLink', id, after }] : []
}

const partLinksAlong = (fold: StreamFold, { caseId, status }: CaseLink) =>
  fold
    .all<PartLink>('partLink')
    .flatMap(({ type, id, after }) =>
      after?.caseId === caseId && after.status !== status ? [{ type, id, after: { ...after, status } }] : [],
    )
