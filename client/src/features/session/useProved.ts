import { DomainError } from '@colloque/domain'
import { useProof } from '../../platform/proof/useProof.ts'

const isProofNeeded = (error: unknown) => error instanceof DomainError && error.data['why'] === 'proof_needed'

/** What changes by what one signs in wants a fresh proof of who one is. Call it in setup. */
export function useProved() {
  const { ensureProof } = useProof()

  /** Asks who they are where the server wants to know, and tries again. @returns undefined when they cancelled */
  return async function proved<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      if (!isProofNeeded(error)) throw error
      return (await ensureProof({ anew: true })) ? act() : undefined
    }
  }
}
