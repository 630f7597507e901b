import { foldText, PROFESSIONS, type Profession, type TeamMember } from '@colloque/domain'

export interface ProfessionGroup {
  readonly profession: Profession
  readonly members: readonly TeamMember[]
}

/**
 * Those of some teams, by profession in the order of the professions, by name within each; somebody of two teams
 * stands once.
 * @param sought every word of it begins a word of the name or profession; accents do not matter
 * @param nameOf the profession as it is written
 */
export function directory(
  members: readonly TeamMember[],
  sought: string,
  nameOf: (profession: Profession) => string,
): ProfessionGroup[] {
  const words = foldText(sought).split(' ').filter(Boolean)
  const matches = ({ name, profession }: TeamMember) => {
    const own = foldText(`${name} ${nameOf(profession)}`).split(' ')
    return words.every((word) => own.some((one) => one.startsWith(word)))
  }
  const once = new Map(members.map((member) => [member.accountId, member]))
  const found = [...once.values()].filter((member) => member.status === 'active' && matches(member))
  return (Object.keys(PROFESSIONS) as Profession[]).flatMap((profession) => {
    const group = found
      .filter((member) => member.profession === profession)
      .sort((one, other) => one.name.localeCompare(other.name, 'fr'))
    return group.length ? { profession, members: group } : []
  })
}
