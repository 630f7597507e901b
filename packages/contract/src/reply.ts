import { ERROR_CODES, type ErrorCode, type ErrorDetails } from '@colloque/domain'
import { z } from 'zod'

/** What every command answers, on the socket and over HTTP alike. */
export type Reply<Data = unknown> =
  | { readonly ok: true; readonly data: Data; readonly seq: number }
  | { readonly ok: false; readonly error: Refusal }

export interface Refusal {
  readonly code: ErrorCode
  readonly data: ErrorDetails
}

export const RefusalSchema = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.enum(ERROR_CODES), data: z.record(z.string(), z.unknown()) }),
})

/** HTTP status of each refusal. */
export const HTTP_STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  not_found: 404,
  invalid: 400,
  conflict: 409,
  already_claimed: 409,
  command_id_reused: 409,
  rate_limited: 429,
  busy: 503,
  storage_full: 507,
  unavailable: 503,
  unknown_outcome: 504,
  resync: 410,
  upgrade_required: 426,
  internal: 500,
}
