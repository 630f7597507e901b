import { waitsForAcknowledgement, type Addressees, type CircleMember } from '@colloque/domain'

export const TO_EVERYONE: Addressees = { accountIds: [], professions: [] }
export const isToEveryone = ({ accountIds, professions }: Addressees) =>
  accountIds.length + professions.length === 0

/** Those of a circle whom an urgent message of this author would wait for. */
export function askedBy(
  authorId: string,
  to: Addressees,
  circle: Iterable<CircleMember>,
): readonly CircleMember[] {
  // The domain says for whom a message waits: a message that is not written yet is asked about like any other.
  const message = { authorId, to, urgency: 'urgent', acknowledgements: [] } as unknown as Parameters<
    typeof waitsForAcknowledgement
  >[0]
  return [...circle].filter(
    ({ accountId, profession, status }) =>
      status === 'active' &&
      accountId !== null &&
      profession !== null &&
      waitsForAcknowledgement(message, { accountId, profession }),
  )
}
