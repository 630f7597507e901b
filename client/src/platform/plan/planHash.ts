import { canonicalText } from '@colloque/board'
import type { PlanContent } from '@colloque/domain'

/** The browser computes no hash here: the page came over plain http from elsewhere. */
export class InsecurePage extends Error {
  constructor() {
    super('crypto.subtle needs https or localhost')
    this.name = 'InsecurePage'
  }
}

/**
 * SHA-256 of a text's UTF-8, in lower-case hexadecimal.
 * @throws InsecurePage
 */
export async function textHash(text: string): Promise<string> {
  // Typed as always there; over plain http it is not.
  const subtle = crypto.subtle as SubtleCrypto | undefined
  if (!subtle) throw new InsecurePage()
  const hash = await subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Of what a screen shows: what is signed is named by it. @throws InsecurePage */
export const planHash = (content: PlanContent): Promise<string> => textHash(canonicalText(content))
