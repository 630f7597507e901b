import type { Change, ChangedEntity, EntityState, StreamName } from '@colloque/domain'

/** A read-only view of one stream at `seq`. It is live: read it in the turn in which you got it. */
export interface StreamFold {
  readonly stream: StreamName
  /** seq of the last change folded; 0 for a stream that has none. */
  readonly seq: number
  /** @returns undefined when absent or of another type; its `after` is null once redacted. */
  get<T>(type: string, id: string): EntityState<T> | undefined
  /** Every entity of the type, in creation order, redacted ones included. */
  all<T>(type: string): EntityState<T>[]
}

/** Every entity of one type, redacted ones included. Live, and only to be read. */
export interface EntitiesInOrder<T = unknown> {
  /** By createdSeq; those of one change as it lists them. It grows at its end alone: a place never changes. */
  readonly entities: readonly EntityState<T>[]
  /** How many of them are not redacted. */
  readonly present: number
  readonly placeOf: (id: string) => number | undefined
}

/** The fold of a stream as this node holds it, with what long lists are found by. */
export interface HeldFold extends StreamFold {
  inOrder<T>(type: string): EntitiesInOrder<T>
}

/** An entity as a decision leaves it: its complete new state, plain JSON. The log assigns `rev`. */
export interface DecidedEntity {
  readonly type: string
  readonly id: string
  /** null redacts: every earlier state of the entity is blanked in the log, and it never comes back. */
  readonly after: unknown
}

export interface Decision {
  /** What happened, in the past tense: `task.claimed`. */
  readonly kind: string
  /** The first one is the command's own entity, the one that its reply shows. */
  readonly entities: readonly DecidedEntity[]
}

/** Nothing to do: the entity is already as the command wants it. No change is appended. */
export interface Unchanged {
  readonly unchanged: { readonly type: string; readonly id: string }
}

export interface DecideContext {
  /** ISO UTC with milliseconds: the change's own `at`. */
  readonly now: string
  /** The n-th id that this command makes: UUIDv5 of author, commandId and n, so that a retry makes the same. */
  newId(n: number): string
}

/**
 * Decides on the fold alone, synchronously and without side effects: it is called again whenever somebody
 * else's change came first.
 * @throws DomainError to refuse
 */
export type Decide = (fold: StreamFold, context: DecideContext) => Decision | Unchanged

export interface CommandToAppend {
  readonly stream: StreamName
  /** UUID made by the client. Sent twice by one author in one stream, it happens once. */
  readonly commandId: string
  /** Account id, or `system:<reactor>`. */
  readonly by: string
  /** Kept as a salted hash only, to tell a retry from a reused id. */
  readonly input: unknown
  /** Only for seeding the past: ISO UTC with milliseconds. */
  readonly at?: string
  readonly decide: Decide
}

export interface Appended {
  /** Absent when the decision was `unchanged`. */
  readonly change?: Change
  /** The command's own entity as of that change. */
  readonly entity: EntityState
  readonly seq: number
  /** True when the same command had been recorded before: this is its first reply. */
  readonly replayed: boolean
}

/** A collection that follows one or more types of entities: dropped and rebuilt at will, never the record. */
export interface ProjectionDefinition {
  /** Name of the collection. */
  readonly name: string
  readonly types: readonly string[]
  /**
   * The fields of the document, without `_id`, `stream`, `rev`, `seq` and `createdSeq`, which the log writes.
   * @param entity never a redacted one: its document is removed
   * @returns null when this entity has no document (any more)
   */
  toDocument(entity: EntityState, stream: StreamName): Record<string, unknown> | null
  readonly indexes?: readonly ProjectionIndex[]
}

/** Never unique: a projection follows what was decided, it refuses nothing. */
export interface ProjectionIndex {
  readonly key: Readonly<Record<string, 1 | -1>>
  readonly partialFilterExpression?: Readonly<Record<string, unknown>>
}

export interface ReactorCommand {
  readonly stream: StreamName
  readonly decide: Decide
  readonly input: unknown
}

/**
 * What follows from a change outside its stream. Called at least once for each change, in order within a stream, and
 * tried again until it succeeds before the next change of that stream.
 */
export interface ReactorDefinition {
  /** Letters and dashes. Its commands are by `system:<name>`. */
  readonly name: string
  /**
   * Commands in other streams, recorded once, since their ids follow from the source change. It must depend on the
   * change alone.
   */
  readonly on?: (change: Change) => readonly ReactorCommand[] | Promise<readonly ReactorCommand[]>
  /**
   * Writes to a collection that is no part of the log, before the checkpoint moves. After a crash, and when two nodes
   * hold the stream, it is called again for the same change: it must write the same again, under ids that follow from
   * the change.
   */
  readonly effect?: (change: Change) => Promise<void>
}

/** Tells the other nodes that a stream has grown, ids only. Polling stands in where there is none. */
export interface Doorbell {
  ring(stream: StreamName, seq: number): void
  onRing(listener: (stream: StreamName, seq: number) => void): () => void
  /** Rings of others may not have been heard: every tail is to be looked at. */
  onLost(listener: () => void): () => void
}

/** Whether a change was decided on this node, or read from the database after another had. */
export type ChangeOrigin = 'here' | 'elsewhere'

/** Told what the log does, for metrics. Called in the midst of it: quick, and without throwing. */
export interface LogObserver {
  /** An insert was answered; of an `unknown` one nobody knows yet. */
  onInsert?(changes: number, ms: number, outcome: 'stored' | 'rejected' | 'unknown'): void
  /** A reactor was refused a command for good, or failed and will try again. */
  onReactionFailed?(reactor: string, how: 'refused' | 'failed'): void
}

/** How far something is behind: changes, and the age of the oldest. */
export interface Backlog {
  readonly waiting: number
  /** By the clock of whoever decided it. */
  readonly lagMs: number
}

/** The log on this node as it stands, for metrics. */
export interface LogFigures {
  /** Streams in memory, and those among them that this node writes or looks after. */
  readonly streams: number
  readonly marked: number
  /** Commands that wait for their turn, or for their insert. */
  readonly waitingCommands: number
  /** Streams, and parts of the log, whose store does not answer. */
  readonly failing: number
  /** Of the streams that this node looks after. */
  readonly projection: Backlog
  readonly reactors: Readonly<Record<string, Backlog>>
}

/** Reads shapes of version `from` as those of `from + 1`. Pure, and kept for ever. */
export interface Upcaster {
  readonly from: number
  readonly upcast: (type: string, after: unknown) => unknown
}

/** Where a test may stop a node. The two around the write may wait, the others may only throw or kill. */
export type FaultPoint = 'beforeWrite' | 'afterWrite' | 'beforePublish' | 'beforeReply' | 'beforeProject'
export type FaultPoints = Partial<Record<FaultPoint, (stream: StreamName) => void | Promise<void>>>

/** The little of pino that the log uses. Ids only, never a patient's words. */
export interface LogSink {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface ChangeLog {
  /** Creates and verifies the indexes, catches up what a dead node left, and starts to follow the other nodes. */
  start(): Promise<void>
  /** False until the unique indexes are verified, and while the store fails. */
  readonly ready: boolean
  /**
   * Records what `decide` makes of the stream's fold, once, durably, before it answers.
   * @throws DomainError as `decide` refuses, and `invalid`, `command_id_reused`, `conflict`, `busy`,
   *   `unavailable`, `unknown_outcome` (retry with the same commandId)
   */
  execute(command: CommandToAppend): Promise<Appended>
  /** Resolves once nothing is held here of the stream as it was before `seq`. */
  foldedUpTo(stream: StreamName, seq: number): Promise<void>
  /** Names of the other nodes that live, or are not known to have died. */
  otherNodes(): Promise<string[]>
  /** The stream's fold, caught up to the stored head. */
  fold(stream: StreamName): Promise<HeldFold>
  /** What memory holds, without input or output. */
  cachedFold(stream: StreamName): HeldFold | undefined
  /** The changes after `since`, and the stored head. */
  changesSince(stream: StreamName, since: number, limit: number): Promise<{ changes: Change[]; head: number }>
  /** The stream that holds an entity: it never moves. */
  locate(entityId: string): Promise<StreamName | undefined>
  /** The states of an entity, the first one first; what was redacted has no `after`. */
  historyOf(entityId: string): Promise<(Pick<Change, 'seq' | 'kind' | 'by' | 'at'> & ChangedEntity)[]>
  /**
   * Called synchronously, right after the fold, once for each change and in order of seq within a stream, for the
   * changes of every node, in streams that this node holds: those it has read or written.
   * @returns how to stop listening
   */
  onChange(listener: (change: Change, origin: ChangeOrigin) => void): () => void
  /** Walks the streams in memory: for now and then. */
  figures(): LogFigures
  /** Applies the stream's projections up to the stored head. @returns the projected seq */
  catchUp(stream: StreamName): Promise<number>
  /** Resolves once the lists hold all that was answered here before. */
  listed(): Promise<void>
  /** Builds a projection anew beside the old one, then puts it in its place. */
  rebuild(projection: string): Promise<void>
  /** Refuses new commands, finishes what is in flight, and gives back the streams. */
  stop(): Promise<void>
}
