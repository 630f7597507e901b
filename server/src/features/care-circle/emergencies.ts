import type { BreakGlass } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { heldMembership } from '../../platform/circle.ts'

/** @returns a function that gives the id of the emergency access by which somebody is in a case, if it is by one */
export const createEmergencies =
  (changes: Pick<ChangeLog, 'fold' | 'cachedFold'>, clock: () => Date) =>
  async (accountId: string, caseId: string): Promise<string | undefined> => {
    const fold = changes.cachedFold(`case:${caseId}`) ?? (await changes.fold(`case:${caseId}`))
    const held = heldMembership(fold, accountId, clock().toISOString())
    if (held?.after.basis !== 'emergency') return undefined
    return fold.all<BreakGlass>('breakGlass').find(({ after }) => after?.memberId === held.id)?.id
  }
