import { createHash } from 'node:crypto'
import { DECIDED_CODES, DomainError } from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { Actor } from './actor.ts'

/**
 * Milliseconds for which an answer without a record is kept: a copy of a frame comes within them. Somebody who tries a
 * refused act again later is decided about anew.
 */
const REMEMBERED_MS = 5_000
/** The newest of them: a server in full use refuses less than that in a second, and a copy is milliseconds behind. */
const MOST_REMEMBERED = 2_000

/**
 * Gives each sending of a command the first one's answer, where the log cannot: a refusal, or an answer that changed
 * nothing, leaves no record, and a late copy would be decided on what has become of the case since. Of this node: the
 * copies of a frame come over one connection.
 * @param now milliseconds of a clock that never goes back
 * @returns runs the work, or answers as its first run did; whoever the key names gets it, so it says who asks and what
 */
export function createRepetitions<Answer>(
  isRecorded: (answer: Answer) => boolean,
  now: () => number = () => performance.now(),
): (key: string, work: () => Promise<Answer>) => Promise<Answer> {
  const underWay = new Map<string, Promise<Answer>>()
  const unrecorded = new LRUCache<string, Promise<Answer>>({
    max: MOST_REMEMBERED,
    ttl: REMEMBERED_MS,
    perf: { now },
  })

  return async (key, work) => {
    const first = underWay.get(key) ?? unrecorded.get(key)
    if (first) return first
    const answer = work()
    underWay.set(key, answer)
    try {
      if (!isRecorded(await answer)) unrecorded.set(key, answer)
    } catch (error) {
      if (error instanceof DomainError && DECIDED_CODES.has(error.code)) unrecorded.set(key, answer)
    } finally {
      underWay.delete(key)
    }
    return answer
  }
}

/** The same for two sendings of a command by one session, and as short for a long input. */
export function repetitionKey({ accountId, sessionId }: Actor, name: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([accountId, sessionId, name, input]))
    .digest('base64')
}
