/** Every refusal that Colloque knows. The client turns a code into a sentence in the reader's language. */
export const ERROR_CODES = [
  'unauthenticated',
  'not_found',
  'invalid',
  'conflict',
  'already_claimed',
  'command_id_reused',
  'rate_limited',
  'busy',
  'storage_full',
  'unavailable',
  'unknown_outcome',
  'resync',
  'upgrade_required',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * Refusals that are decisions: the command did not happen, and the same one does not happen by being sent again. After
 * any other nothing is decided, or nobody knows.
 */
export const DECIDED_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'not_found',
  'invalid',
  'conflict',
  'already_claimed',
  'command_id_reused',
])

/** What a refusal carries besides its code, where it carries anything. Never a patient's words. */
export interface ErrorDetails {
  readonly [key: string]: unknown
}

/** A refusal with a code that stands in the contract. Anything else thrown becomes `internal`. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly data: ErrorDetails

  constructor(code: ErrorCode, data: ErrorDetails = {}) {
    super(code)
    this.name = 'DomainError'
    this.code = code
    this.data = data
  }
}
