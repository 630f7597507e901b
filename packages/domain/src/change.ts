/**
 * The record of a decision. One command is one change in one stream; the log of changes is the record, and
 * everything else (folds in memory, collections, what a client holds) follows from it.
 */

/** `case:<uuid>`, `shared:<uuid>`, `part:<uuid>`, `conversation:<uuid>`, `team:<uuid>`, `member:<uuid>`. */
export type StreamName = `${StreamKind}:${string}`
export const STREAM_KINDS = ['case', 'shared', 'part', 'conversation', 'team', 'member'] as const
export type StreamKind = (typeof STREAM_KINDS)[number]

/** One entity as a change leaves it. `after` is its whole new state; null once its content was redacted. */
export interface ChangedEntity<T = unknown> {
  readonly type: string
  readonly id: string
  /** 1 when created, then one more with each change: the unique index on (id, rev) makes one winner. */
  readonly rev: number
  readonly after: T | null
}

/** A change as clients receive it. The stored form adds the salt, the input's hash and the chain. */
export interface Change {
  /** Version of the shapes inside `entities`; older ones are upcast when read. */
  readonly v: number
  readonly stream: StreamName
  /** Dense per stream, from 1. */
  readonly seq: number
  readonly commandId: string
  /** What happened, in the past tense: `task.claimed`. */
  readonly kind: string
  /** Account id of the author, or `system:<reactor>`. */
  readonly by: string
  /** ISO UTC with milliseconds, by the server's clock. */
  readonly at: string
  readonly entities: readonly ChangedEntity[]
}

/** An entity as the fold of a stream holds it: the same on the server and in every client. */
export interface EntityState<T = unknown> {
  readonly type: string
  readonly id: string
  readonly rev: number
  readonly after: T | null
  /** seq of the change that made it, and of the one that last touched it. */
  readonly createdSeq: number
  readonly seq: number
  readonly createdAt: string
  readonly createdBy: string
  readonly at: string
  readonly by: string
}

/**
 * Applies a change to a fold: puts each entity whose `rev` is higher than the one held. Applying a change
 * twice, or an old one late, changes nothing. Serves server and client alike.
 */
export function applyChange(entities: Map<string, EntityState>, change: Change): void {
  for (const { type, id, rev, after } of change.entities) {
    const held = entities.get(id)
    if (held && held.rev >= rev) continue
    entities.set(id, {
      type,
      id,
      rev,
      after,
      createdSeq: held?.createdSeq ?? change.seq,
      seq: change.seq,
      createdAt: held?.createdAt ?? change.at,
      createdBy: held?.createdBy ?? change.by,
      at: change.at,
      by: change.by,
    })
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Splits a stream's name. @returns undefined when it is not one. */
export function parseStream(name: string): { kind: StreamKind; id: string } | undefined {
  // Asked some thirty times for each command.
  const end = name.indexOf(':')
  const word = name.slice(0, end)
  const kind = STREAM_KINDS.find((known) => known === word)
  const id = name.slice(end + 1)
  return kind && UUID.test(id) ? { kind, id } : undefined
}
