import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'

export interface StoredHead {
  readonly stream: StreamName
  /** Of the stream's last change. */
  readonly seq: number
}

/** The streams of the log with their heads, all taken when the first one is asked for, though not at one instant. */
export function storedHeads(db: mongo.Db): AsyncIterable<StoredHead> {
  return db
    .collection('changes', { readConcern: { level: 'majority' } })
    .aggregate<StoredHead>([
      { $sort: { stream: 1, seq: 1 } },
      { $group: { _id: '$stream', seq: { $last: '$seq' } } },
      { $project: { _id: 0, stream: '$_id', seq: 1 } },
    ])
}
