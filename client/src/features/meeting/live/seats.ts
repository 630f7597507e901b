/** Who sits at the table for one case, who has spoken, and who is away; no order is forced on anybody. */
import { canBeAsked, type AgendaItem, type CircleMember, type NamedPerson } from '@colloque/domain'

export interface Seat {
  readonly key: string
  readonly person: NamedPerson
  readonly hasSpoken: boolean
  /** A guest: the person themself, a relative, somebody from outside. */
  readonly isGuest: boolean
  /** They said beforehand what they think. */
  readonly hasWritten: boolean
}

export interface Seats {
  readonly there: readonly Seat[]
  readonly away: readonly Seat[]
}

/**
 * Those of the circle who are at the table, and the guests; each stays in their place when they speak. Whoever has
 * spoken and left stands there still. Colleagues outside the circle are not among them: they learn nothing of the case.
 * @param present accounts that sit at the table now
 */
export function seatsOf(
  { spoken, guests, opinions }: Pick<AgendaItem, 'spoken' | 'guests' | 'opinions'>,
  circle: readonly CircleMember[],
  present: readonly string[],
): Seats {
  const members = circle.filter(canBeAsked).map((member): Seat => {
    const accountId = member.accountId ?? ''
    return {
      key: accountId,
      person: { accountId, name: member.name, profession: member.profession, relation: null },
      hasSpoken: spoken.some((one) => one.accountId === accountId),
      isGuest: false,
      hasWritten: opinions.some(({ by }) => by === accountId),
    }
  })
  const isThere = ({ key, hasSpoken }: Seat) => hasSpoken || present.includes(key)
  return {
    there: [...members.filter(isThere), ...guests.map((guest) => guestSeat(guest, spoken))],
    away: members.filter((seat) => !isThere(seat)),
  }
}

export const isSamePerson = (
  one: Pick<NamedPerson, 'accountId' | 'name'>,
  other: Pick<NamedPerson, 'accountId' | 'name'>,
): boolean =>
  one.accountId === null
    ? other.accountId === null && one.name === other.name
    : one.accountId === other.accountId

function guestSeat(person: NamedPerson, spoken: AgendaItem['spoken']): Seat {
  const hasSpoken = spoken.some((one) => isSamePerson(one, person))
  return { key: person.accountId ?? person.name, person, hasSpoken, isGuest: true, hasWritten: false }
}

/** Who was there for a case, as its minutes name them; its guests are named beside. */
export const participantsOf = ({ there }: Seats): NamedPerson[] =>
  there.filter(({ isGuest }) => !isGuest).map(({ person }) => person)
