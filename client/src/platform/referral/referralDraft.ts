/** A referral being asked for: what is typed, what is missing, what is sent. */
import type { DirectoryEntry, Profession } from '@colloque/domain'

export interface ReferralDraft {
  to: string
  /** '' where no profession of the list says it. */
  profession: Profession | ''
  reason: string
  phone: string
}

export const emptyReferral = (reason = ''): ReferralDraft => ({ to: '', profession: '', reason, phone: '' })

/** The draft once somebody of the directory is chosen: why stays as it was written. */
export const toResource = (
  draft: ReferralDraft,
  { name, profession, phone, directPhone }: DirectoryEntry,
): ReferralDraft => ({
  ...draft,
  to: name,
  profession: profession ?? '',
  phone: phone ?? directPhone ?? '',
})

/** The first thing that is missing, as a key of `platform.referral`. */
export function missingIn({ to, reason }: ReferralDraft): 'missingTo' | 'missingWhy' | undefined {
  if (!to.trim()) return 'missingTo'
  return reason.trim() ? undefined : 'missingWhy'
}

export const referralInput = ({ to, profession, reason, phone }: ReferralDraft) => ({
  to: to.trim(),
  reason: reason.trim(),
  ...(profession ? { profession } : {}),
  ...(phone.trim() ? { phone: phone.trim() } : {}),
})
