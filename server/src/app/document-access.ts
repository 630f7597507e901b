import type { PatientCase } from '@colloque/domain'
import { lastVersion } from '../features/care-plan/plan-state.ts'
import type { BoardServerOptions } from '../platform/boards/index.ts'
import { membershipOf } from '../platform/circle.ts'
import type { Parts } from './parts.ts'

/** Who may read and write the documents of a case: its circle, and nobody writes in a closed one. */
export function documentAccess(
  { changes }: Pick<Parts, 'changes'>,
  hasRoom: () => Promise<boolean>,
): Pick<BoardServerOptions, 'authorise' | 'signedUpTo'> {
  return {
    authorise: async (actor, document) => {
      if (document.kind !== 'board' && document.kind !== 'plan') return { access: 'none' }
      const fold = await changes.fold(`case:${document.caseId}`)
      const member = membershipOf(fold, actor.accountId)
      if (!member) return { access: 'none' }
      const closed = fold.get<PatientCase>('patientCase', document.caseId)?.after?.status === 'closed'
      const access = closed || !(await hasRoom()) ? 'read' : 'write'
      return { access, role: member.profession ?? '' }
    },
    signedUpTo: async (document) =>
      document.kind === 'plan'
        ? lastVersion(await changes.fold(`case:${document.caseId}`))?.after.docSeq
        : undefined,
  }
}
