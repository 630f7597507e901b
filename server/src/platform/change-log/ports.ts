import type { StreamName } from '@colloque/domain'
import type { ProjectionIndex } from './types.ts'

export interface StoredEntity {
  readonly type: string
  readonly id: string
  readonly rev: number
  readonly after: unknown
  /** null once redacted. */
  readonly salt: string | null
  /** H(salt ‖ after): stays when the words go, so that the chain still holds. */
  readonly content: string
}

/** A change as it lies in the store. */
export interface StoredChange {
  readonly _id: string
  readonly v: number
  readonly stream: StreamName
  readonly seq: number
  readonly commandId: string
  readonly kind: string
  readonly by: string
  readonly at: string
  readonly entities: readonly StoredEntity[]
  /** Salt of `input`; null once anything in the change is redacted. */
  readonly salt: string | null
  /** H(salt ‖ input of the command). */
  readonly input: string
  readonly hash: string
}

/** Which unique index refused a change. */
export type UniqueIndex = 'id' | 'seq' | 'command' | 'entity'

export interface Rejection {
  /** Position in what was sent. */
  readonly index: number
  readonly duplicate: UniqueIndex
}

/**
 * The record. `append` either says what became of every document, or throws, and then nobody knows. All reads see
 * what a majority holds.
 */
export interface LogStore {
  /** Creates the unique indexes and verifies them. */
  prepare(): Promise<void>
  /**
   * Durable on a majority when it returns.
   * @param ordered stop at the first rejection: nothing after it was stored
   */
  append(changes: readonly StoredChange[], ordered: boolean): Promise<Rejection[]>
  /** In order of seq, starting after `after`. */
  read(stream: StreamName, after: number, limit: number): Promise<StoredChange[]>
  findCommand(stream: StreamName, by: string, commandId: string): Promise<StoredChange | undefined>
  locate(entityId: string): Promise<StreamName | undefined>
  /** Every change that touches an entity, in order of `rev`. */
  changesOf(entityId: string): Promise<StoredChange[]>
  /** Blanks what the log holds of an entity below `rev`: the only update that the log knows. */
  redact(stream: StreamName, entityId: string, rev: number): Promise<void>
  /** Which of these streams have changes after the seq that is known of them. */
  grown(known: readonly StreamPosition[]): Promise<StreamName[]>
  /** Every stream that has a change. */
  streams(): Promise<StreamName[]>
}

export interface StreamPosition {
  readonly stream: StreamName
  readonly seq: number
}

/**
 * A node says that it may append to a stream: others then look there for its changes, and after it if it dies. Each
 * marking has an id of its own: what is taken away late, by a call that was slow or on what somebody saw before, is
 * never a mark that was made since.
 */
export interface Mark {
  readonly id: string
  readonly stream: StreamName
  readonly node: string
}

export interface MarkStore {
  /** Durable when it returns. */
  mark(marks: readonly Mark[]): Promise<void>
  unmark(ids: readonly string[]): Promise<void>
  /** @param except leaves that node's own out */
  marks(except?: string): Promise<Mark[]>
  /** Counts the node's own turns; @returns those of every node, by name. */
  beat(node: string, turn: number): Promise<ReadonlyMap<string, number>>
  /** The turns of every node, by name. */
  turns(): Promise<ReadonlyMap<string, number>>
  forget(node: string): Promise<void>
}

/** How far a stream's projections and each reactor are. */
export interface Progress {
  readonly stream: StreamName
  readonly seq: number
  readonly reactors: Readonly<Record<string, number>>
}

/** `document` null leaves a tombstone that no query by stream finds, so that a late writer cannot bring it back. */
export interface Row {
  readonly id: string
  readonly rev: number
  readonly stream: StreamName
  readonly document: Record<string, unknown> | null
}

/** A command of a reactor that was refused for good. */
export interface RefusedReaction {
  readonly commandId: string
  readonly reactor: string
  readonly stream: StreamName
  readonly seq: number
  readonly code: string
  readonly at: string
}

export interface ProjectionStore {
  createIndexes(collection: string, indexes: readonly ProjectionIndex[]): Promise<void>
  /** Replaces each document whose `rev` is lower; the others stay. */
  write(collection: string, rows: readonly Row[]): Promise<void>
  /** Puts `from` in the place of `to`. */
  rename(from: string, to: string): Promise<void>
  drop(collection: string): Promise<void>
  progress(streams: readonly StreamName[]): Promise<Progress[]>
  /** Never goes back; durable, with every row written before it, when it returns. */
  advance(progress: readonly Progress[]): Promise<void>
  recordRefusal(refusal: RefusedReaction): Promise<void>
}

/** One part of a snapshot: entities that were made about the same time, as they stood at `seq`. */
export interface FoldPart {
  readonly n: number
  readonly seq: number
}

/** A fold as it stood after one change, in parts. */
export interface FoldHead {
  readonly stream: StreamName
  /** Version of the shapes, and changes whose entities share a part. */
  readonly v: number
  readonly every: number
  readonly seq: number
  /** Of the change that it stands at. */
  readonly hash: string
  readonly parts: readonly FoldPart[]
}

/** Snapshots of folds, which can be dropped at any time: what is not there is folded from the log. */
export interface FoldStore {
  head(stream: StreamName): Promise<FoldHead | undefined>
  /** In the order in which they are asked for; those that are gone are left out. */
  parts(stream: StreamName, parts: readonly FoldPart[]): Promise<string[]>
  writePart(stream: StreamName, part: FoldPart, entities: string): Promise<void>
  /**
   * Puts a head in the place of the one at `previous`, undefined for none; then, in any case, removes every part
   * that no head names.
   * @returns false when another is there: nothing is replaced
   */
  replaceHead(head: FoldHead, previous: number | undefined): Promise<boolean>
  /** Leaves a head without parts at `seq`, unless there is a later one, and removes every part that no head names. */
  forget(stream: StreamName, seq: number): Promise<void>
}

export interface Stores {
  readonly log: LogStore
  readonly folds: FoldStore
  readonly marks: MarkStore
  readonly projections: ProjectionStore
}
