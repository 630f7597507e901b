/** Who leaves a circle by what the person says, by the domain's own rules. */
import { hasAgreedTo, objectionTo, type ConsentAbout, type SharingConsent } from '@colloque/domain'
import type { Present } from '../../platform/useWorkspace.ts'
import type { HeldMember } from './circleOrder.ts'

type HeldConsent = Present<'sharingConsent'>

/** A consent of which only the decision and whom it is about matter yet. */
const draftOf = (decision: SharingConsent['decision'], about: ConsentAbout) =>
  ({ decision, about, withdrawn: null }) as SharingConsent

const recipientOf = ({ id, after }: HeldMember) => ({ memberId: id, ...after })
const isActive = ({ after }: HeldMember) => after.status === 'active'

/** Who leaves at once by an objection. One to everybody is told, and decided on case by case. */
export function leavingByObjection(about: ConsentAbout, members: readonly HeldMember[]): HeldMember[] {
  if (about.kind === 'circle') return []
  const objection = [{ id: '', after: draftOf('objects', about) }]
  return members.filter(
    (member) => isActive(member) && objectionTo(recipientOf(member), objection) !== undefined,
  )
}

/** Who leaves at once when this is taken back: whoever was there by it alone. */
export function leavingByWithdrawal(
  consentId: string,
  consents: readonly HeldConsent[],
  members: readonly HeldMember[],
): HeldMember[] {
  const others = consents.filter(({ id }) => id !== consentId)
  return members.filter(
    (member) =>
      isActive(member) &&
      member.after.basis === 'consent' &&
      member.after.accountId !== null &&
      !hasAgreedTo(recipientOf(member), others),
  )
}
