import { LRUCache } from 'lru-cache'
import type { Collection } from 'mongoose'
import type { LogSink } from '../../platform/change-log/index.ts'
import { withinTime } from '../../platform/change-log/timings.ts'

const EVERY_MS = 350
/** A question that hangs is given up, and the next one asked. */
const LONGEST_MS = 2_000
/** How far back each question reaches: clocks of servers may be so far apart, and answers may be late. */
const OVERLAP_MS = 180_000

/**
 * Hears of sessions that end on other nodes, so that what they hold open ends here too, within a second. The database
 * is asked; where the nodes tell each other it is only faster.
 */
export function createRevocations(options: {
  collection: Collection
  clock: () => Date
  logger: LogSink
  onRevoked(sessionId: string): void
  /** Called when the database is about to be asked; what it returns, once all that has ended is known. */
  beginLook?: (() => () => void) | undefined
}) {
  const { collection, clock, logger, onRevoked, beginLook } = options
  const known = new LRUCache<string, true>({ max: 50_000 })
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  /** When the last question was asked that was answered: what a pause of the database hides is asked for after it. */
  let answeredAt = clock().getTime()

  const hear = (sessionId: string): void => {
    if (known.has(sessionId)) return
    known.set(sessionId, true)
    onRevoked(sessionId)
  }
  const ask = async () => {
    const done = beginLook?.()
    const now = clock().getTime()
    const since = new Date(Math.min(now, answeredAt) - OVERLAP_MS)
    const found = collection.find(
      { revokedAt: { $gte: since } },
      {
        projection: { _id: 1 },
        readConcern: 'majority',
      },
    )
    // A connection whose other end is gone would keep it waiting, and with it all that this node tells and takes.
    for (const { _id } of await withinTime(found.toArray(), LONGEST_MS)) hear(String(_id))
    answeredAt = now
    done?.()
  }
  const askAgain = () => {
    timer = setTimeout(() => {
      ask()
        .catch((error: unknown) =>
          logger.warn({ name: (error as Error).name }, 'ended sessions not asked for'),
        )
        .finally(() => {
          if (!isStopped) askAgain()
        })
    }, EVERY_MS)
    timer.unref()
  }

  return {
    start: async () => {
      await ask()
      askAgain()
    },
    /** One that ended elsewhere, by another node's word. */
    hear,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
    /** One that ended here. */
    know: (sessionId: string) => void known.set(sessionId, true),
    knows: (sessionId: string) => known.has(sessionId),
  }
}
