/**
 * Rule sets as they were imported, one document each: it is there whole or not at all, and the newest is in force. The
 * way back to the rules that ship is an entry of its own, so that what was in force when stays known.
 */
import type { InteractionRule, RuleSource } from '@colloque/interactions'
import type { RejectedLine } from '@colloque/interactions/thesaurus'
import type { Connection, mongo } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'

export interface StoredRuleSet {
  /** UUIDs in the order in which they were made. */
  readonly _id: string
  readonly source: RuleSource
  readonly importedAt: Date
  /** The rules that ship are in force again, and `rules` is empty. */
  readonly isShipped: boolean
  readonly rules: readonly InteractionRule[]
  /** Lines of the file that were left out. */
  readonly rejected: readonly RejectedLine[]
}

export interface RulesStore {
  /** @returns the id of the set in force, null where nothing was ever imported */
  newest(): Promise<string | null>
  read(id: string): Promise<StoredRuleSet | null>
  /** Takes it into force. @returns its id */
  put(set: Omit<StoredRuleSet, '_id'>): Promise<string>
}

const DURABLE = { writeConcern: { w: 'majority', j: true } } as const

export function createRulesStore(connection: Pick<Connection, 'db'>): RulesStore {
  const db = connection.db as mongo.Db | undefined
  if (!db) throw new Error('the database is not connected')
  const sets = db.collection<StoredRuleSet>('ruleSets')
  return {
    newest: async () => {
      const [set] = await sets
        .find({}, { projection: { _id: 1 } })
        .sort({ _id: -1 })
        .limit(1)
        .toArray()
      return set?._id ?? null
    },
    read: (id) => sets.findOne({ _id: id }),
    put: async (set) => {
      const _id = uuidv7()
      await sets.insertOne({ _id, ...set }, DURABLE)
      return _id
    },
  }
}
