import { Refusal } from './refusal.ts'

/**
 * One request to the server of this origin.
 * @returns the body of a success; undefined where it has none
 * @throws Refusal with the server's code, `offline` where it cannot be reached, `unavailable` where a proxy answers for it
 */
export async function request<Body>(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<Body> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Refusal('offline')
  })
  const text = await response.text()
  const answer = parse(text)
  if (response.ok) return answer as Body
  const error = (answer as { error?: { code?: string; data?: Record<string, unknown> } } | undefined)?.error
  throw new Refusal(error?.code ?? 'unavailable', error?.data)
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    // A proxy's page in HTML: the status decides.
    return undefined
  }
}
