/** Whom a message will ask, as it is being written: the same rules as the server's, on what this device knows. */
import {
  canBeAsked,
  climbLadder,
  dutyAt,
  newMessage,
  resolveAsked,
  startEscalation,
  type Addressees,
  type Askable,
  type Asked,
  type Duty,
  type EscalationSettings,
  type Profession,
  type Reachable,
  type Rung,
} from '@colloque/domain'

export const TO_EVERYONE: Addressees = { accountIds: [], professions: [] }
export const isToEveryone = ({ accountIds, professions }: Addressees) =>
  accountIds.length + professions.length === 0

/** Somebody of the circle or conversation that is written in. */
export interface PlaceMember extends Askable {
  readonly name: string
  readonly phone: string | null
}

/** Who is there, when they work, and the delays of their team. */
export interface Around extends Reachable {
  readonly members: readonly PlaceMember[]
  readonly escalation: EscalationSettings
}

export interface Recipient {
  readonly accountId: string
  readonly name: string
  readonly profession: Profession | null
  readonly phone: string | null
  readonly duty: Duty
  /** `everyone`: nobody in particular is asked. */
  readonly via: Asked['via'] | 'everyone'
  readonly insteadOf: string | null
}

/** Somebody asked for whom nobody answers: a profession that is not in the circle, or whose people are all away. */
export interface Unanswered {
  readonly profession: Profession
  /** Those of it who are away, without a stand-in here. */
  readonly away: readonly { readonly accountId: string; readonly until: string }[]
}

export interface WhoIsAsked {
  readonly recipients: readonly Recipient[]
  readonly unanswered: readonly Unanswered[]
}

/**
 * @param author account id; is never asked
 * @param now ISO instant
 */
export function whoIsAsked(to: Addressees, around: Around, author: string, now: string): WhoIsAsked {
  const present = around.members.filter((member) => canBeAsked(member) && member.accountId !== author)
  const recipient = (
    accountId: string,
    via: Recipient['via'],
    insteadOf: string | null = null,
  ): Recipient[] => {
    const member = present.find((one) => one.accountId === accountId)
    if (!member) return []
    const { name, profession, phone } = member
    const duty = dutyAt(around.schedulesOf(accountId), now)
    return [{ accountId, name, profession, phone, duty, via, insteadOf }]
  }
  if (isToEveryone(to)) {
    return {
      recipients: present.flatMap(({ accountId }) => recipient(accountId ?? '', 'everyone')),
      unanswered: [],
    }
  }
  const { asked, nobody, away } = resolveAsked(to, around, author, now)
  return {
    recipients: asked.flatMap(({ accountId, via, insteadOf }) => recipient(accountId, via, insteadOf)),
    unanswered: nobody.map((profession) => ({
      profession,
      away: away.flatMap(({ accountId, duty }) =>
        around.members.some((one) => one.accountId === accountId && one.profession === profession)
          ? [{ accountId, until: duty.until }]
          : [],
      ),
    })),
  }
}

export interface LadderStep {
  readonly rung: Rung
  readonly accountIds: readonly string[]
}

/** Whom the ladder would ask after them, rung by rung, when nobody takes charge. Rungs without anybody new are left out. */
export function ladderAfter(
  to: Addressees,
  around: Around,
  author: string,
  now: string,
): readonly LadderStep[] {
  const { asked } = resolveAsked(to, around, author, now)
  let escalation = startEscalation(around.escalation, now)
  while (escalation.nextAt !== null) {
    const message = newMessage({ authorId: author, text: '', postedAt: now, to, asked, escalation })
    escalation = climbLadder(message, around.members, escalation.nextAt) ?? escalation
  }
  return escalation.steps.filter(({ accountIds }) => accountIds.length > 0)
}
