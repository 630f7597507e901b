import { LRUCache } from 'lru-cache'
import type { Collection } from 'mongoose'
import type { LogSink } from '../../platform/change-log/index.ts'

const EVERY_MS = 350
/** How far back each question reaches: clocks of servers may be so far apart, and answers may be late. */
const OVERLAP_MS = 180_000

/**
 * Hears of sessions that end on other nodes, so that what they hold open ends here too, within a second. The database
 * is asked; a doorbell between nodes would only be faster.
 */
export function createRevocations(options: {
  collection: Collection
  clock: () => Date
  logger: LogSink
  onRevoked(sessionId: string): void
}) {
  const { collection, clock, logger, onRevoked } = options
  const known = new LRUCache<string, true>({ max: 50_000 })
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  /** When the last question was asked that was answered: what a pause of the database hides is asked for after it. */
  let answeredAt = clock().getTime()

  const ask = async () => {
    const now = clock().getTime()
    const since = new Date(Math.min(now, answeredAt) - OVERLAP_MS)
    const found = collection.find({ revokedAt: { $gte: since } }, { projection: { _id: 1 } })
    for (const { _id } of await found.toArray()) {
      const sessionId = String(_id)
      if (known.has(sessionId)) continue
      known.set(sessionId, true)
      onRevoked(sessionId)
    }
    answeredAt = now
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
    start: askAgain,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
    /** One that ended here. */
    know: (sessionId: string) => void known.set(sessionId, true),
  }
}
