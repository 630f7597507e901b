/** What a person shows anew, in a session that is open, to say that it is still they who sit there. */
export const PROOF_MEANS = ['password', 'passkey'] as const
export type ProofMeans = (typeof PROOF_MEANS)[number]

/**
 * How long one proof of identity covers signatures, in minutes: the plans of a morning's round are signed with one
 * gesture of a finger, and a session left open over lunch signs nothing.
 */
export const PROOF_MINUTES = 10

/**
 * Whether a proof still covers a signature.
 * @param at when it was given, by the clock of a server
 * @param now by the clock of a server, perhaps another: one that is ahead must not make a proof last longer than twice
 */
export const isProofFresh = (at: Date, now: Date): boolean =>
  Math.abs(now.getTime() - at.getTime()) < PROOF_MINUTES * 60_000
