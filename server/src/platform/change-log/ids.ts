import { v5, v7 } from 'uuid'

/** Namespace of every id that a command makes. Changing it would make retries of old commands differ. */
const NAMESPACE = '0d9c3f0e-6a51-4d0f-9a44-7f1f5a3c2be8'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** @returns the id in lower case, or undefined when it is not a UUID */
export function parseUuid(id: string): string | undefined {
  const lower = id.toLowerCase()
  return UUID.test(lower) ? lower : undefined
}

/** The n-th id that a command makes: the same for each retry. */
export function commandEntityId(by: string, commandId: string, n: number): string {
  return v5(`${by} ${commandId.toLowerCase()} ${n}`, NAMESPACE)
}

/** The id of the n-th command that a reactor makes of a change: the same on every node and at every repetition. */
export function reactorCommandId(reactor: string, changeId: string, n: number): string {
  return v5(`reactor ${reactor} ${changeId} ${n}`, NAMESPACE)
}

/** The one direct conversation of some people: whoever opens it, and however often. */
export function directConversationId(accountIds: readonly string[]): string {
  return v5(`direct ${[...new Set(accountIds)].sort().join(' ')}`, NAMESPACE)
}

/** Ids of stored changes grow with time, which keeps the end of the index warm. */
export function changeId(): string {
  return v7()
}
