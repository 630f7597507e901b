import { Schema, type Connection } from 'mongoose'
import { z } from 'zod'
import type { IsPushService } from './push-hosts.ts'

/** What a browser gives for its subscription, as `PushSubscription.toJSON()` makes it. */
export const subscriptionSchema = (isPushService: IsPushService) =>
  z.object({
    endpoint: z
      .string()
      .max(2_000)
      .refine(isPushService, { message: 'not a push service', params: { why: 'not_a_push_service' } }),
    keys: z.object({
      /** Uncompressed point of P-256, 65 bytes. */
      p256dh: z.string().regex(/^B[\w-]{86}=?$/),
      /** 16 bytes. */
      auth: z.string().regex(/^[\w-]{22}(==)?$/),
    }),
  })
export type PushSubscription = z.infer<ReturnType<typeof subscriptionSchema>>

/** A device that can be reached: the browser of one session. */
export interface Device extends PushSubscription {
  readonly sessionId: string
  readonly accountId: string
}

interface StoredDevice extends PushSubscription {
  /** The session's id: one device for each, gone with it. */
  _id: string
  accountId: string
  at: Date
}

export interface PushSubscriptions {
  start(): Promise<void>
  /** Puts a device in the place of what its session had, and takes its endpoint from any other session. */
  put(device: Device, now: Date): Promise<void>
  of(accountId: string): Promise<Device[]>
  endpointOf(sessionId: string): Promise<string | null>
  remove(sessionId: string): Promise<void>
  /** Removes what a push service no longer knows, unless it was replaced since. */
  forget(device: Device): Promise<void>
}

export function createPushSubscriptions(connection: Connection): PushSubscriptions {
  const schema = new Schema<StoredDevice>(
    {
      _id: { type: String, required: true },
      accountId: { type: String, required: true, index: true },
      endpoint: { type: String, required: true, unique: true },
      keys: { type: Object, required: true },
      at: { type: Date, required: true },
    },
    { versionKey: false },
  )
  const model = connection.model('pushSubscriptions', schema)

  const put = async ({ sessionId, accountId, endpoint, keys }: Device, now: Date) => {
    // Somebody else signed in before on this browser: what is for them must not ring here any more.
    await model.collection.deleteMany({ endpoint, _id: { $ne: sessionId as never } })
    await model.replaceOne({ _id: sessionId }, { accountId, endpoint, keys, at: now } as never, {
      upsert: true,
    })
  }

  return {
    start: async () => {
      await model.createIndexes()
    },
    put: (device, now) =>
      put(device, now).catch((error: unknown) => {
        // Another session put the same endpoint in between.
        if ((error as { code?: number }).code !== 11_000) throw error
        return put(device, now)
      }),
    of: async (accountId) => {
      const stored = await model.find({ accountId }).lean<StoredDevice[]>()
      return stored.map(({ _id, endpoint, keys }) => ({ sessionId: _id, accountId, endpoint, keys }))
    },
    endpointOf: async (sessionId) => (await model.findById(sessionId).lean<StoredDevice>())?.endpoint ?? null,
    remove: async (sessionId) => {
      await model.deleteOne({ _id: sessionId })
    },
    forget: async ({ sessionId, endpoint }) => {
      await model.deleteOne({ _id: sessionId, endpoint })
    },
  }
}
