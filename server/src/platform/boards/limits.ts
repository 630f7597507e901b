/** Bounds on what one client can make the server do. All have working defaults. */
export interface BoardLimits {
  /** Bytes of one frame; larger ones end the connection with 1009. */
  readonly frameBytes: number
  /** Frames a second for one account over all its connections, and the burst it may save up. */
  readonly framesPerSecond: number
  readonly framesBurst: number
  /** Frames that a refused change counts as: each costs the server a new shadow. */
  readonly refusalFrames: number
  /** Bytes a second for one account, in and asked for by step 1, and the burst it may save up. */
  readonly bytesPerSecond: number
  readonly bytesBurst: number
  /** Bytes of a document's state above which it takes no more. */
  readonly documentBytes: number
  /** Bytes waiting in one socket before a reader that is too slow is cut. */
  readonly bufferedBytes: number
  /** Clock steps (characters, values) that one update may add under one client id. */
  readonly clockAdvance: number
  /** Structs and deleted ranges in one update. */
  readonly structs: number
  /** Structs of one update that start at the same place: inserting them costs their square. */
  readonly sameOrigin: number
  /** Client ids that one update may bring in. */
  readonly newClients: number
  /** Bytes of one presence state. */
  readonly presenceBytes: number
  /** Entries in one presence message; clients send back those of others too. */
  readonly presenceEntries: number
  /** Connections one account may hold on this node. */
  readonly connectionsPerAccount: number
  /** Milliseconds between application messages that keep the stock client from reconnecting (it does at 30 s). */
  readonly keepAliveMs: number
  /** Milliseconds between two looks at the tails of open documents. */
  readonly pollMs: number
  /** Milliseconds between two step 1 to each client. */
  readonly resyncMs: number
  /** Milliseconds without a connection before a document leaves memory. */
  readonly idleMs: number
  /** Milliseconds a write's outcome may stay unknown. */
  readonly unknownMs: number
  /** Batches after which a snapshot is written. */
  readonly snapshotEvery: number
  /** Milliseconds after the last batch until a snapshot is written of what has come since the last one. */
  readonly restMs: number
}

export const DEFAULT_LIMITS: BoardLimits = {
  frameBytes: 1 << 20,
  framesPerSecond: 2_000,
  framesBurst: 4_000,
  refusalFrames: 500,
  bytesPerSecond: 2 << 20,
  bytesBurst: 16 << 20,
  documentBytes: 8 << 20,
  bufferedBytes: 16 << 20,
  clockAdvance: 1_000_000,
  structs: 100_000,
  sameOrigin: 2_000,
  newClients: 32,
  presenceBytes: 4_096,
  presenceEntries: 1_000,
  connectionsPerAccount: 100,
  keepAliveMs: 20_000,
  pollMs: 1_000,
  resyncMs: 60_000,
  idleMs: 60_000,
  unknownMs: 5_000,
  snapshotEvery: 256,
  restMs: 5_000,
}
