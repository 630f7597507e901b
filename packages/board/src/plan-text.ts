import type { MinutesContent, PlanContent } from '@colloque/domain'
import canonicalize from 'canonicalize'

/**
 * The canonical text of a plan, or of minutes: what is hashed (SHA-256 of its UTF-8), signed, stored and verified. The same on every
 * machine.
 * Source: RFC 8785 (JSON Canonicalization Scheme).
 */
export function canonicalText(content: PlanContent | MinutesContent): string {
  return canonicalize(content) as string
}

/** The beginning of a hash as people compare it by eye: « 4f1d 9a02 77c3 be10 ». 64 bits. */
export const verificationCode = (hash: string): string => (hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')
