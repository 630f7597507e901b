import { textHash } from '../../../platform/plan/planHash.ts'

/**
 * Whether a text is the one that was signed: its bytes, hashed here, against the hash in the log of the case that this
 * device holds. Neither is the server's word about the other.
 * @throws InsecurePage
 */
export const isWhatWasSigned = async (text: string, signedHash: string): Promise<boolean> =>
  (await textHash(text)) === signedHash
