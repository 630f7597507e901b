import { delegatedTo, isAllowed, type Permission } from '@colloque/domain'
import { useClock } from './clock.ts'
import { useWorkspace } from './useWorkspace.ts'

/**
 * Whether the person may do something in a case, what a running protocol hands to their profession included: the
 * server's own rule, so that nothing is offered that it would refuse. Call in setup.
 */
export function useMay() {
  const workspace = useWorkspace()
  const now = useClock()
  return (caseId: string, permission: Permission): boolean => {
    const member = workspace.membership(caseId)
    if (!member) return false
    const delegations = workspace.list(caseId, 'delegation').map(({ after }) => after)
    return isAllowed(member, permission, delegatedTo(member.profession, delegations, now.value.toISOString()))
  }
}
