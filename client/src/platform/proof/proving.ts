import { DomainError } from '@colloque/domain'

/**
 * Makes sure that the person has proved who they are within ten minutes, and asks them where they have not.
 * `anew` asks even so: the server has just refused with `conflict { why: 'proof_needed' }`.
 * @returns false when they cancelled
 * @throws DomainError unavailable when the question could not be loaded
 */
type EnsureProof = (options?: { readonly anew?: boolean }) => Promise<boolean>

/** What acts with a proof of identity, whoever asks for it. */
export function proving(ensureProof: EnsureProof) {
  /**
   * Acts, and asks who they are where the server wants to know.
   * @returns undefined when they cancelled
   * @throws what `act` throws
   */
  async function proved<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      if (!isProofNeeded(error)) throw error
      return (await ensureProof({ anew: true })) ? act() : undefined
    }
  }

  /** The same for what is known to want a proof: they are asked before. By the server's clock it may be over even so. */
  async function withProof<T>(act: () => Promise<T>): Promise<T | undefined> {
    return (await ensureProof()) ? proved(act) : undefined
  }

  return { ensureProof, proved, withProof }
}

const isProofNeeded = (error: unknown) => error instanceof DomainError && error.data['why'] === 'proof_needed'
