import {
  canEditPlanSection,
  holdsAt,
  isAllowed,
  PERMISSIONS,
  PLAN_SECTIONS,
  type Account,
  type CircleMember,
  type PatientCase,
} from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import { mayInCase, type CaseAccess } from './access.ts'
import type { PartsOf } from './parts.ts'

interface Parts {
  readonly access: CaseAccess
  readonly partsOf: PartsOf
  readonly clock: () => Date
  account(accountId: string): Promise<Account | undefined>
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** « Que voit cette personne ? »: asked of the functions that guard the routes, never of a table of its own. */
export function seesQueries({
  access,
  partsOf,
  clock,
  account,
  recordRead,
}: Parts): Pick<QueryHandlers, 'memberSees'> {
  const partsSeenBy = async ({ accountId }: CircleMember, caseId: string) => {
    const person = accountId === null ? undefined : await account(accountId)
    if (!person) return 0
    const { id, name, profession, teamIds } = person
    return (await partsOf({ accountId: id, sessionId: '', name, profession, teamIds }, caseId)).length
  }

  return {
    memberSees: async ({ params: { id: caseId, memberId } }, actor) => {
      await access.accessPatientCase(actor, caseId, 'case.read')
      await recordRead(actor.accountId, caseId)
      const fold = await access.accessPatientCase(actor, caseId, 'case.read')
      const member = requireEntity(fold, 'circleMember', memberId).after
      const at = clock().toISOString()
      const permissions = PERMISSIONS.filter((permission) => !permission.startsWith('team.')).map(
        (permission) => {
          const allowed = mayInCase(fold, member, permission, at)
          return { permission, allowed, delegated: allowed && !isAllowed(member, permission) }
        },
      )
      const view = member.accountId !== null && holdsAt(member, at) ? member.view : null
      const isWhole = view === 'case'
      const parts = isWhole ? await partsSeenBy(member, caseId) : 0
      const documents = documentAccess(fold, member, caseId, at)
      const written = documents === 'write' && mayInCase(fold, member, 'plan.edit', at)
      return {
        ...{ view, until: member.until, permissions, parts },
        documents: (['board', 'plan'] as const).map((kind) => ({ kind, access: documents })),
        planSections: PLAN_SECTIONS.filter(
          (section) => written && canEditPlanSection(member.profession ?? '', section),
        ),
      }
    },
  }
}

/** What somebody may do in the documents of a case: read them where they see it whole, write where it is open. */
export function documentAccess(
  fold: StreamFold,
  member: CircleMember | undefined,
  caseId: string,
  at: string,
): 'none' | 'read' | 'write' {
  if (!member || member.view !== 'case' || !mayInCase(fold, member, 'case.read', at)) return 'none'
  const isClosed = fold.get<PatientCase>('patientCase', caseId)?.after?.status === 'closed'
  return !isClosed && mayInCase(fold, member, 'board.write', at) ? 'write' : 'read'
}
