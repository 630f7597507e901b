/** The steps of a referral as buttons: which comes next, which are possible besides, and what each must be told. */
import { REFERRAL_TRANSITIONS, type Referral, type ReferralStatus } from '@colloque/domain'

export interface Step {
  readonly to: ReferralStatus
  /** Of `platform.referral.step`. */
  readonly key: ReferralStatus | 'moved' | 'lost'
  /** Whether it cannot be taken without being told more: a time, or words. */
  readonly asks: 'time' | 'words' | null
}

const NEXT: Readonly<Record<ReferralStatus, ReferralStatus | null>> = {
  asked: 'sent',
  sent: 'appointment',
  appointment: 'seen',
  seen: 'reportReceived',
  reportReceived: null,
  declined: 'asked',
}

function stepTo(to: ReferralStatus, from: ReferralStatus): Step {
  const asks = to === 'appointment' ? 'time' : to === 'declined' ? 'words' : null
  if (from === 'appointment' && to === 'appointment') return { to, key: 'moved', asks }
  if (from === 'appointment' && to === 'sent') return { to, key: 'lost', asks }
  return { to, key: to, asks }
}

/** The one that is likeliest to come; undefined where it has ended. */
export function nextStep({ status }: Pick<Referral, 'status'>): Step | undefined {
  const to = NEXT[status]
  return to ? stepTo(to, status) : undefined
}

/** Every step that the state machine has, the likeliest first. */
export function stepsOf({ status }: Pick<Referral, 'status'>): Step[] {
  const allowed: readonly ReferralStatus[] = REFERRAL_TRANSITIONS[status]
  return [...allowed]
    .sort((one, other) => Number(other === NEXT[status]) - Number(one === NEXT[status]))
    .map((to) => stepTo(to, status))
}
