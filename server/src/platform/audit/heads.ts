import type { mongo } from 'mongoose'
import { AUDIT_COLLECTION } from './audit-store.ts'

/** Whose end it is: a stream of the log, or a trail. */
export interface ChainHead {
  readonly name: string
  readonly seq: number
  readonly hash: string
}

/** The two collections that are made of chains, and what a chain is called by there. */
export const CHAINS = { log: ['changes', 'stream'], audit: [AUDIT_COLLECTION, 'trail'] } as const
export type ChainKind = keyof typeof CHAINS

/** Where each chain ends, by one look at the index for each. */
export function chainHeads(db: mongo.Db, kind: ChainKind): AsyncIterable<ChainHead> {
  const [collection, name] = CHAINS[kind]
  return db
    .collection(collection, { readConcern: { level: 'majority' } })
    .aggregate<ChainHead>([
      { $sort: { [name]: 1, seq: -1 } },
      { $group: { _id: `$${name}`, seq: { $first: '$seq' }, hash: { $first: '$hash' } } },
      { $project: { _id: 0, name: '$_id', seq: 1, hash: 1 } },
    ])
}
