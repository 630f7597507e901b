/** The protocols of a team, put in order: what is in force, what is being written, what was retired. Pure. */
import {
  canPrescribe,
  isAdopted,
  needsPrescriber,
  type Protocol,
  type ProtocolContent,
  type ShippedProtocol,
} from '@colloque/domain'

export interface HeldProtocol {
  readonly id: string
  readonly rev: number
  readonly protocol: Protocol
}

export const STANDINGS = ['inForce', 'draft', 'retired'] as const
/** A draft waits to be adopted. */
export type Standing = (typeof STANDINGS)[number]

export function standingOf(protocol: Protocol): Standing {
  if (protocol.retired) return 'retired'
  return isAdopted(protocol, canPrescribe) ? 'inForce' : 'draft'
}

const byName = (one: HeldProtocol, other: HeldProtocol) =>
  one.protocol.name.localeCompare(other.protocol.name, 'fr')

export const ofStanding = (own: readonly HeldProtocol[], standing: Standing): HeldProtocol[] =>
  own.filter(({ protocol }) => standingOf(protocol) === standing).sort(byName)

export interface ShippedEntry {
  readonly shipped: ShippedProtocol
  /** What the team has made of it, the version in force before one that is being written. */
  readonly own: HeldProtocol | undefined
}

export const shippedEntries = (
  shipped: readonly ShippedProtocol[],
  own: readonly HeldProtocol[],
): ShippedEntry[] =>
  shipped.map((one) => {
    const made = own.filter(({ protocol }) => protocol.basedOn === one.id && !protocol.retired)
    const inForce = made.find(({ protocol }) => standingOf(protocol) === 'inForce')
    return { shipped: one, own: inForce ?? made[0] }
  })

/** The version that is being written to take this one's place. */
export const nextDraftOf = (own: readonly HeldProtocol[], id: string): HeldProtocol | undefined =>
  own.find(({ protocol }) => protocol.follows === id && standingOf(protocol) === 'draft')

/** The version in force that took the place of this one; undefined while this one is the newest. */
export function successorOf(own: readonly HeldProtocol[], id: string): HeldProtocol | undefined {
  let found: HeldProtocol | undefined
  for (let from = id; ;) {
    const next = own.find(({ protocol }) => protocol.follows === from && protocol.adoptions.length > 1)
    if (!next) return found && standingOf(found.protocol) === 'inForce' ? found : undefined
    found = next
    from = next.id
  }
}

/** Every version of the same protocol, the newest first. */
export function versionsOf(own: readonly HeldProtocol[], held: HeldProtocol): HeldProtocol[] {
  const chain = new Map([[held.id, held]])
  for (let grown = 0; grown !== chain.size;) {
    grown = chain.size
    for (const one of own) {
      const { follows } = one.protocol
      const isLinked =
        (follows !== null && chain.has(follows)) ||
        [...chain.values()].some(({ protocol }) => protocol.follows === one.id)
      if (isLinked) chain.set(one.id, one)
    }
  }
  return [...chain.values()].sort((one, other) => other.protocol.version - one.protocol.version)
}

/** Who must still adopt it before it stands. */
export type AdoptionLack = 'two' | 'prescriberAndOther' | 'prescriber' | 'other'

export function adoptionLack(protocol: Protocol): AdoptionLack | undefined {
  if (isAdopted(protocol, canPrescribe)) return undefined
  const { adoptions } = protocol
  const asksPrescriber = needsPrescriber(protocol)
  if (adoptions.length === 0) return asksPrescriber ? 'prescriberAndOther' : 'two'
  const hasPrescriber = adoptions.some(({ profession }) => canPrescribe(profession))
  return asksPrescriber && !hasPrescriber ? 'prescriber' : 'other'
}

/** @param today YYYY-MM-DD */
export const isReviewDue = ({ reviewOn, retired }: Protocol, today: string): boolean =>
  !retired && reviewOn !== null && reviewOn <= today

/** What a protocol says, without its history. */
export const contentOf = ({
  name,
  purpose,
  source,
  steps,
  thresholds,
  delegations,
  lastsDays,
}: ProtocolContent): ProtocolContent => ({
  ...{ name, purpose, source, steps, thresholds, delegations, lastsDays },
})
