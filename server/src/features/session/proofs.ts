import { DomainError, isProofFresh, PROOF_MINUTES, type ProofMeans } from '@colloque/domain'
import type { Collection } from 'mongoose'

/** That the person showed again, in an open session, that it is they. */
export interface Proof {
  readonly at: Date
  readonly by: ProofMeans
}

/** What stands in a session of its proof. */
export interface ProvedSession {
  createdAt: Date
  proof: Proof | null
}

export interface Proofs {
  /** Notes a proof that was checked. @returns until when it stands @throws unauthenticated when the session has ended */
  prove(sessionId: string, by: ProofMeans): Promise<Date>
  /** The last proof, while it is younger than `PROOF_MINUTES` and its session lives: asked of the database each time. */
  proof(sessionId: string): Promise<Proof | undefined>
  /** The same, or a sign-in as young: enough to change by what one signs in. */
  isRecent(sessionId: string): Promise<boolean>
}

/** When the proof ends that was given at `at`. */
export const provedUntil = (at: Date) => new Date(at.getTime() + PROOF_MINUTES * 60_000)

/** Proofs stand in the sessions themselves: they end with them, and no token carries one away. */
export function createProofs(sessions: Collection, clock: () => Date): Proofs {
  const living = (sessionId: string, now: Date) => ({
    _id: sessionId as never,
    revokedAt: null,
    expiresAt: { $gt: now },
  })
  const find = async (sessionId: string, now: Date) =>
    (await sessions.findOne(living(sessionId, now), {
      projection: { createdAt: 1, proof: 1 },
    })) as ProvedSession | null

  return {
    prove: async (sessionId, by) => {
      const now = clock()
      const proof: Proof = { at: now, by }
      const { matchedCount } = await sessions.updateOne(
        living(sessionId, now),
        { $set: { proof } },
        { writeConcern: { w: 'majority', j: true } },
      )
      if (matchedCount === 0) throw new DomainError('unauthenticated')
      return provedUntil(now)
    },
    proof: async (sessionId) => {
      const now = clock()
      const proof = (await find(sessionId, now))?.proof
      return proof && isProofFresh(proof.at, now) ? { at: proof.at, by: proof.by } : undefined
    },
    isRecent: async (sessionId) => {
      const now = clock()
      const session = await find(sessionId, now)
      if (!session) return false
      return [session.createdAt, session.proof?.at].some((at) => at && isProofFresh(at, now))
    },
  }
}
