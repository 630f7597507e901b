import type { Refusal } from '@colloque/contract'
import { DomainError, ERROR_CODES } from '@colloque/domain'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/**
 * One HTTP exchange, answered or refused.
 * @throws DomainError `unavailable` where no answer came; otherwise what the server said
 */
export async function exchange(fetch: Fetch, url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch {
    throw new DomainError('unavailable', { reason: 'network' })
  }
  if (!response.ok) throw await refusalOf(response)
  return response
}

async function refusalOf(response: Response): Promise<DomainError> {
  const body: unknown = await response.json().catch(() => undefined)
  if (isRefusal(body)) return new DomainError(body.error.code, body.error.data)
  // No body of ours: a proxy in between has answered for a server that did not.
  const { status } = response
  if (status === 401) return new DomainError('unauthenticated')
  if (status === 429)
    return new DomainError('rate_limited', { retryAfter: Number(response.headers.get('retry-after')) || 1 })
  if (status === 502 || status === 503 || status === 504) return new DomainError('unavailable', { status })
  const requestId = response.headers.get('x-request-id')
  return new DomainError('internal', { status, ...(requestId === null ? {} : { requestId }) })
}

/** As the contract's RefusalSchema says, without it: a page asks before it has loaded schemas. */
function isRefusal(body: unknown): body is { readonly error: Refusal } {
  const { ok, error } = (body ?? {}) as { ok?: unknown; error?: Partial<Refusal> | null }
  return ok === false && ERROR_CODES.some((code) => code === error?.code) && typeof error?.data === 'object'
}
