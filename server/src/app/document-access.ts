import { documentAccess as mayOpen } from '../features/care-circle/sees.queries.ts'
import { lastVersion } from '../features/care-plan/plan-state.ts'
import type { BoardServerOptions } from '../platform/boards/index.ts'
import { professionalOf } from '../platform/circle.ts'
import type { Parts } from './parts.ts'

/** Who may read and write the documents of a case: its circle, and nobody writes in a closed one. */
export function documentAccess(
  { changes, clock }: Pick<Parts, 'changes' | 'clock'>,
  hasRoom: () => Promise<boolean>,
): Pick<BoardServerOptions, 'authorise' | 'signedUpTo'> {
  return {
    authorise: async (actor, document) => {
      if (document.kind !== 'board' && document.kind !== 'plan') return { access: 'none' }
      const fold = await changes.fold(`case:${document.caseId}`)
      const member = professionalOf(fold, actor.accountId, clock().toISOString())
      if (!member) return { access: 'none' }
      const access = mayOpen(fold, member, document.caseId, clock().toISOString())
      const isFull = access === 'write' && !(await hasRoom())
      return { access: isFull ? 'read' : access, role: member.profession ?? '' }
    },
    signedUpTo: async (document) =>
      document.kind === 'plan'
        ? lastVersion(await changes.fold(`case:${document.caseId}`))?.after.docSeq
        : undefined,
  }
}
