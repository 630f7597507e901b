import { PROFESSIONS, type CircleMember, type Profession } from '@colloque/domain'
import type { Present } from '../../platform/useWorkspace.ts'

export type HeldMember = Present<'circleMember'>

const ORDER = Object.keys(PROFESSIONS) as Profession[]
const isProfessional = ({ profession }: CircleMember) => profession !== null
const byName = (one: HeldMember, other: HeldMember) => one.after.name.localeCompare(other.after.name, 'fr')

export interface OrderedCircle {
  /** By profession, in the order of the professions; the referent first, then by name. */
  readonly professionals: readonly HeldMember[]
  readonly relatives: readonly HeldMember[]
  /** The last who left first. Whoever is back does not count as gone. */
  readonly left: readonly HeldMember[]
}

export function ordered(members: readonly HeldMember[]): OrderedCircle {
  const active = members.filter(({ after }) => after.status === 'active')
  const isBack = ({ after }: HeldMember) =>
    active.some(({ after: now }) => after.accountId !== null && now.accountId === after.accountId)
  return {
    professionals: active
      .filter(({ after }) => isProfessional(after))
      .sort((one, other) => rank(one) - rank(other) || role(one) - role(other) || byName(one, other)),
    relatives: active.filter(({ after }) => !isProfessional(after)).sort(byName),
    left: members
      .filter((member) => member.after.status === 'left' && !isBack(member))
      .sort((one, other) => ((one.after.leftAt ?? '') < (other.after.leftAt ?? '') ? 1 : -1)),
  }
}

const rank = ({ after: { profession } }: HeldMember) =>
  profession ? ORDER.indexOf(profession) : ORDER.length
const role = ({ after }: HeldMember) => (after.role === 'referent' ? 0 : 1)
