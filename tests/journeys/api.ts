import { randomUUID } from 'node:crypto'
import type { Demo, Session } from '@colloque/contract'

/** Reads the API as one of the demo house, beside the browsers: what whoever comes anew is told. */
export interface ApiReader {
  <Answer>(path: string): Promise<Answer>
  send<Data>(command: string, input: object): Promise<{ data: Data }>
  /** A route that is no command. */
  post<Answer>(path: string, body: object): Promise<Answer>
  readonly accessToken: string
}

/** @throws when nobody of the demo house has this name */
export async function apiAs(url: string, name: string): Promise<ApiReader> {
  const { accounts } = (await (await fetch(`${url}/api/v1/demo`)).json()) as Demo
  const account = accounts.find((one) => one.name === name)
  if (!account) throw new Error(`nobody of the demo house is ${name}`)
  return apiOf(url, account)
}

/** @throws when the server knows no such account */
export async function apiOf(
  url: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<ApiReader> {
  const headers = { 'Content-Type': 'application/json' }
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ email, password }),
  })
  if (!signIn.ok) throw new Error(`${email}: ${signIn.status}`)
  const { accessToken } = (await signIn.json()) as Session
  const authorized = { ...headers, Authorization: `Bearer ${accessToken}` }
  const read = async <Answer>(path: string) => {
    const response = await fetch(`${url}/api/v1${path}`, { headers: authorized })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return (await response.json()) as Answer
  }
  const post = async <Answer>(path: string, body: object) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: authorized,
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Answer
  }
  return Object.assign(read, {
    accessToken,
    post,
    send: <Data>(command: string, input: object) =>
      post<{ data: Data }>(`/commands/${command}`, { commandId: randomUUID(), ...input }),
  })
}

/** Asks again until it holds. @throws after a minute */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 60_000
  for (;;) {
    const value = await read().catch(() => undefined)
    if (value !== undefined && holds(value)) return value
    if (Date.now() > end) throw new Error('it did not come about within a minute')
    await new Promise((next) => setTimeout(next, 200))
  }
}

/** Every message of a case, as whoever comes anew is told. */
export async function messagesOf<Message>(read: ApiReader, caseId: string): Promise<Message[]> {
  const all: Message[] = []
  let cursor = ''
  do {
    const page = await read<{ items: Message[]; next: string | null }>(
      `/cases/${caseId}/messages?limit=200${cursor}`,
    )
    all.push(...page.items)
    cursor = page.next ? `&cursor=${page.next}` : ''
  } while (cursor)
  return all
}
