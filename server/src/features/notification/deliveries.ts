import { mongo, Schema, type Connection } from 'mongoose'
import type { Delivery } from './delivery.ts'

/** A node that has taken a delivery and dies leaves it to the others after so long. */
const TAKEN_MS = 60_000
const PAGE = 200

export interface Deliveries {
  start(): Promise<void>
  /** Adds those that are not there yet. @returns how many were new */
  add(deliveries: readonly Delivery[]): Promise<number>
  due(now: Date): Promise<Delivery[]>
  /** Takes a delivery as it was read, for a minute. @returns whether this node has it: of several, one */
  take(delivery: Delivery, now: Date): Promise<boolean>
  update(id: string, fields: Partial<Delivery>): Promise<void>
  toRepeat(now: Date): Promise<Delivery[]>
  /** Removes what has expired a day ago. */
  purge(now: Date): Promise<void>
}

export function createDeliveries(connection: Connection): Deliveries {
  const schema = new Schema<Delivery>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true },
      stream: { type: String, required: true },
      entityId: { type: String, required: true },
      threadId: { type: String, default: null },
      seq: { type: Number, required: true },
      kind: { type: String, required: true },
      named: { type: Boolean, required: true },
      repeat: { type: Number, required: true },
      createdAt: { type: Date, required: true },
      notBefore: { type: Date, required: true },
      expiresAt: { type: Date, required: true, index: true },
      repeatAt: { type: Date, default: null },
      state: { type: String, required: true },
      attempts: { type: Number, required: true },
      reached: { type: [String], required: true },
      sentAt: { type: Date, default: null },
    },
    { versionKey: false },
  )
  schema.index({ notBefore: 1 }, { partialFilterExpression: { state: 'waiting' } })
  schema.index({ repeatAt: 1 }, { partialFilterExpression: { repeatAt: { $type: 'date' } } })
  const model = connection.model('deliveries', schema)
  const { collection } = model
  const find = (filter: object, sort: 'notBefore' | 'repeatAt') =>
    collection
      .find(filter as never)
      .sort({ [sort]: 1 })
      .limit(PAGE)
      .toArray() as unknown as Promise<Delivery[]>

  return {
    start: async () => {
      await model.createIndexes()
    },
    add: async (deliveries) => {
      if (deliveries.length === 0) return 0
      const upserts = deliveries.map(({ _id, ...fields }) => ({
        updateOne: { filter: { _id: _id as never }, update: { $setOnInsert: fields }, upsert: true },
      }))
      try {
        return (await collection.bulkWrite(upserts, { ordered: false })).upsertedCount
      } catch (error) {
        // Another node added the same at the same moment.
        if (error instanceof mongo.MongoBulkWriteError && error.code === 11_000) return error.upsertedCount
        throw error
      }
    },
    due: (now) => find({ state: 'waiting', notBefore: { $lte: now } }, 'notBefore'),
    take: async ({ _id, notBefore }, now) => {
      const taken = await collection.updateOne(
        { _id: _id as never, state: 'waiting', notBefore },
        { $set: { notBefore: new Date(now.getTime() + TAKEN_MS) }, $inc: { attempts: 1 } },
      )
      return taken.modifiedCount === 1
    },
    update: async (id, fields) => {
      await collection.updateOne({ _id: id as never }, { $set: fields })
    },
    toRepeat: (now) => find({ repeatAt: { $lte: now, $type: 'date' } }, 'repeatAt'),
    purge: async (now) => {
      await collection.deleteMany({ expiresAt: { $lt: new Date(now.getTime() - 86_400_000) } })
    },
  }
}
