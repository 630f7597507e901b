import { hash } from 'node:crypto'
import type { StreamName } from '@colloque/domain'
import { parse, stringify, v7 } from 'uuid'
import { drawBytes } from './random-bytes.ts'

/** Namespace of every id that a command makes. Changing it would make retries of old commands differ. */
const NAMESPACE = parse('0d9c3f0e-6a51-4d0f-9a44-7f1f5a3c2be8')

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** @returns the id in lower case, or undefined when it is not a UUID */
export function parseUuid(id: string): string | undefined {
  const lower = id.toLowerCase()
  return UUID.test(lower) ? lower : undefined
}

/** UUIDv5 (RFC 9562, 5.5) in our namespace, by one call into the hash: a third of what the library's takes. */
function named(name: string): string {
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'buffer')
  digest[6] = ((digest[6] as number) & 0x0f) | 0x50
  digest[8] = ((digest[8] as number) & 0x3f) | 0x80
  return stringify(digest)
}

/** The n-th id that a command makes: the same for each retry. */
export function commandEntityId(by: string, commandId: string, n: number): string {
  return named(`${by} ${commandId.toLowerCase()} ${n}`)
}

/** The id of the n-th command that a reactor makes of a change: the same on every node and at every repetition. */
export function reactorCommandId(reactor: string, changeId: string, n: number): string {
  return named(`reactor ${reactor} ${changeId} ${n}`)
}

/** The one direct conversation of some people: whoever opens it, and however often. */
export function directConversationId(accountIds: readonly string[]): string {
  return named(`direct ${[...new Set(accountIds)].sort().join(' ')}`)
}

/** The marks of a node lie together in the index. */
export function markId(node: string, stream: StreamName): string {
  return `${node} ${stream} ${changeId()}`
}

/** Ids of stored changes grow with time, which keeps the end of the index warm. */
export function changeId(): string {
  return v7({ random: drawBytes(16) })
}
