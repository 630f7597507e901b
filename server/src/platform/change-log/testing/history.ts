import type { Change, StreamName } from '@colloque/domain'
import { isDeepStrictEqual } from 'node:util'
import { Fold } from '../fold.ts'
import { canonicalJson, saltedHash } from '../hash.ts'
import type { StoredChange } from '../ports.ts'
import { toChange } from '../stored-change.ts'
import type { Appended } from '../types.ts'
import { verifyChain } from '../verify-chain.ts'
import type { MemoryDatabase } from './memory-stores.ts'
import { createMemoryStores } from './memory-stores.ts'

/** One sending of a command, and what came back of it. */
export interface Attempt {
  readonly stream: StreamName
  readonly by: string
  readonly commandId: string
  readonly input: string
  /** The note that it makes, or needs. */
  readonly target: string
  readonly deed: 'make' | 'touch' | 'erase'
  readonly sentAt: number
  repliedAt?: number
  /** undefined while there is no answer: the node died, or is still at it. */
  reply?: { readonly ok: true; readonly appended: Appended } | { readonly ok: false; readonly code: string }
}

/** What one life of a node told its listeners. */
export type Heard = Change[]

export interface History {
  readonly attempts: Attempt[]
  readonly heard: Heard[]
}

/**
 * Reads a history against what the store holds in the end.
 * @returns a sentence for each promise that was broken
 */
export async function violations(history: History, database: MemoryDatabase): Promise<string[]> {
  const found: string[] = []
  const streams = new Map<StreamName, StoredChange[]>()
  for (const change of database.changes)
    streams.set(change.stream, [...(streams.get(change.stream) ?? []), change])
  for (const changes of streams.values()) changes.sort((a, b) => a.seq - b.seq)

  for (const [stream, changes] of streams) {
    changes.forEach((change, i) => {
      if (change.seq !== i + 1) found.push(`${stream} is not dense at ${change.seq}`)
    })
    found.push(...brokenRevisions(changes), ...repeatedCommands(changes), ...wrongCounts(changes))
    const report = await verifyChain(createMemoryStores(database).log, stream)
    if (!report.ok) found.push(`the chain of ${stream} breaks at ${report.badSeq}: ${report.reason}`)
    found.push(...wrongProjection(stream, changes, database), ...wordsLeft(changes))
  }
  found.push(...brokenReplies(history.attempts, streams), ...staleRefusals(history.attempts, streams))
  found.push(...misheard(history.heard, streams))
  return found
}

function brokenRevisions(changes: readonly StoredChange[]): string[] {
  const revs = new Map<string, number>()
  return changes.flatMap((change) =>
    change.entities.flatMap(({ id, rev }) => {
      const expected = (revs.get(id) ?? 0) + 1
      revs.set(id, rev)
      return rev === expected ? [] : [`${id} goes to rev ${rev} where ${expected} was due`]
    }),
  )
}

function repeatedCommands(changes: readonly StoredChange[]): string[] {
  const seen = new Set<string>()
  return changes.flatMap(({ by, commandId, seq, stream }) => {
    const key = `${by} ${commandId}`
    const repeated = seen.has(key)
    seen.add(key)
    return repeated ? [`${stream} ${seq} repeats a command`] : []
  })
}

/** Each state counts one more than the one that it was decided on: a lost or stale decision shows. */
function wrongCounts(changes: readonly StoredChange[]): string[] {
  const counts = new Map<string, number>()
  return changes.flatMap(({ stream, seq, entities }) =>
    entities.flatMap(({ id, after }) => {
      if (after === null) return []
      const expected = (counts.get(id) ?? 0) + 1
      const { count } = after as { count: number }
      counts.set(id, count)
      return count === expected
        ? []
        : [`${stream} ${seq} was decided on another state than the one before it`]
    }),
  )
}

function brokenReplies(
  attempts: readonly Attempt[],
  streams: ReadonlyMap<StreamName, StoredChange[]>,
): string[] {
  const first = new Map<string, Attempt>()
  return attempts.flatMap((attempt) => {
    const { reply, stream, by, commandId, input } = attempt
    const name = `${by} ${commandId}`
    const stored = streams.get(stream)?.find((change) => change.by === by && change.commandId === commandId)
    if (!reply) return []
    if (!reply.ok) {
      const others = attempts.some(
        (other) => other.commandId === commandId && other.by === by && other.input !== input,
      )
      return reply.code === 'command_id_reused' && !others ? [`${name} was taken for reused`] : []
    }
    const { change, seq, entity } = reply.appended
    if (!change) return []
    if (!stored) return [`${name} was acknowledged and is not there`]
    if (stored.salt !== null && saltedHash(stored.salt, canonicalJson(input)) !== stored.input) {
      return [`${name} was acknowledged with another input than the one recorded`]
    }
    if (stored.seq !== seq) return [`${name} was acknowledged at ${seq} and is at ${stored.seq}`]
    const before = first.get(name)?.reply
    if (!before) first.set(name, attempt)
    const blank = entity.after === null || (before?.ok && before.appended.entity.after === null)
    if (before?.ok && !blank && !isDeepStrictEqual(before.appended.entity, entity)) {
      return [`${name} got two different replies`]
    }
    return []
  })
}

/** Once erased, an entity's words are nowhere in the log. */
function wordsLeft(changes: readonly StoredChange[]): string[] {
  const states = changes.flatMap((change) => change.entities)
  const erased = new Map(states.filter(({ after }) => after === null).map(({ id, rev }) => [id, rev]))
  return states
    .filter(({ id, rev, after, salt }) => rev < (erased.get(id) ?? 0) && (after !== null || salt !== null))
    .map(({ id, rev }) => `${id} was erased, and its words of rev ${rev} are still there`)
}

/** Whoever was told that a note is made finds it afterwards, on every node, until it is erased. */
function staleRefusals(
  attempts: readonly Attempt[],
  streams: ReadonlyMap<StreamName, StoredChange[]>,
): string[] {
  return attempts.flatMap((attempt) => {
    if (attempt.deed === 'make' || attempt.reply?.ok !== false || attempt.reply.code !== 'not_found')
      return []
    const known = attempts.some(
      (other) =>
        other.target === attempt.target && other.reply?.ok && (other.repliedAt ?? Infinity) < attempt.sentAt,
    )
    const changes = streams.get(attempt.stream) ?? []
    const erased = changes.some(({ entities }) =>
      entities.some(({ id, after }) => id === attempt.target && after === null),
    )
    return known && !erased ? [`${attempt.commandId} was refused on a stale state`] : []
  })
}

function misheard(heard: readonly Heard[], streams: ReadonlyMap<StreamName, StoredChange[]>): string[] {
  return heard.flatMap((life, i) => {
    const last = new Map<StreamName, number>()
    return life.flatMap((change) => {
      const before = last.get(change.stream)
      last.set(change.stream, change.seq)
      if (before !== undefined && change.seq !== before + 1)
        return [`life ${i} heard ${change.seq} after ${before}`]
      const stored = streams.get(change.stream)?.[change.seq - 1]
      return stored?.commandId === change.commandId
        ? []
        : [`life ${i} heard of ${change.seq}, which is not there`]
    })
  })
}

/** The collection `notes` against one made anew from the log. */
function wrongProjection(
  stream: StreamName,
  changes: readonly StoredChange[],
  database: MemoryDatabase,
): string[] {
  const fold = new Fold(stream)
  for (const change of changes) fold.apply(toChange(change, []))
  const notes = database.collections.get('notes')
  return fold.all<{ count: number }>('note').flatMap(({ id, rev, seq, createdSeq, after }) => {
    const expected = after
      ? { count: after.count, _id: id, stream, rev, seq, createdSeq }
      : { _id: id, rev, gone: stream }
    return isDeepStrictEqual(notes?.get(id), expected)
      ? []
      : [`${stream}: the projection of ${id} is not what a rebuild gives`]
  })
}
