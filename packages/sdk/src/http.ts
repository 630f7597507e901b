import { RefusalSchema } from '@colloque/contract'
import { DomainError } from '@colloque/domain'

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
  const refusal = RefusalSchema.safeParse(body)
  if (refusal.success) return new DomainError(refusal.data.error.code, refusal.data.error.data)
  // No body of ours: a proxy in between has answered for a server that did not.
  const { status } = response
  if (status === 401) return new DomainError('unauthenticated')
  if (status === 429)
    return new DomainError('rate_limited', { retryAfter: Number(response.headers.get('retry-after')) || 1 })
  if (status === 502 || status === 503 || status === 504) return new DomainError('unavailable', { status })
  return new DomainError('internal', { status })
}
