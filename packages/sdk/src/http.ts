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

/** The body of an answer as JSON. @throws DomainError as `wholeOf` */
export const jsonOf = (response: Response): Promise<unknown> => wholeOf(response.json())

/** The body of an answer as bytes. @throws DomainError as `wholeOf` */
export const blobOf = (response: Response): Promise<Blob> => wholeOf(response.blob())

/**
 * What comes after the head of an answer.
 * @throws DomainError `unavailable` where the wire broke before its end, or something else answered in the server's place
 */
async function wholeOf<Body>(body: Promise<Body>): Promise<Body> {
  try {
    return await body
  } catch {
    throw new DomainError('unavailable', { reason: 'network' })
  }
}

async function refusalOf(response: Response): Promise<DomainError> {
  const text = await response.text().catch(() => undefined)
  if (text === undefined) return new DomainError('unavailable', { reason: 'network' })
  const body = parsed(text)
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** As the contract's RefusalSchema says, without it: a page asks before it has loaded schemas. */
function isRefusal(body: unknown): body is { readonly error: Refusal } {
  const { ok, error } = (body ?? {}) as { ok?: unknown; error?: Partial<Refusal> | null }
  return ok === false && ERROR_CODES.some((code) => code === error?.code) && typeof error?.data === 'object'
}
