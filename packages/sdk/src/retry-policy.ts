import type { ErrorCode } from '@colloque/domain'

/**
 * What an outbox does after a refusal.
 * - `final`: the server has decided; sending again would get the same answer.
 * - `retry`: nothing is decided, or nobody knows; the same commandId goes again after a wait.
 * - `limited`: as `retry`, but a fault of ours may be behind it; after some attempts the person is told.
 * - `hold`: nothing can be sent until the person signs in again, or loads a newer client.
 */
export type AfterRefusal = 'final' | 'retry' | 'limited' | 'hold'

export const AFTER_REFUSAL: Record<ErrorCode, AfterRefusal> = {
  unauthenticated: 'hold',
  not_found: 'final',
  invalid: 'final',
  conflict: 'final',
  already_claimed: 'final',
  command_id_reused: 'final',
  rate_limited: 'retry',
  busy: 'retry',
  storage_full: 'retry',
  unavailable: 'retry',
  unknown_outcome: 'retry',
  resync: 'retry',
  upgrade_required: 'hold',
  internal: 'limited',
}

/** Attempts at a command that the server answers with `internal`, before it is shown as not sent. */
export const LIMITED_ATTEMPTS = 5
