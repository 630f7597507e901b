import type { mongo } from 'mongoose'
import { setTimeout as wait } from 'node:timers/promises'

/** Nodes beat once a second; one that has not for this long is not there. */
const BEATS_WITHIN_MS = 2_500
const LOOK_EVERY_MS = 250

/**
 * Whether another server lives on this database: whether a beat of one moves while we look. Answers at once where no
 * other ever was, and within 2.5 s otherwise.
 * @throws what the database throws
 */
export async function livesAnother(db: mongo.Db, node: string): Promise<boolean> {
  const nodes = db.collection<{ _id: string; turn: number }>('nodes')
  const beats = async () => {
    const found = await nodes.find({ _id: { $ne: node } }, { maxTimeMS: 1_000 }).toArray()
    return new Map(found.map(({ _id, turn }) => [_id, turn]))
  }
  const first = await beats()
  if (first.size === 0) return false
  const end = performance.now() + BEATS_WITHIN_MS
  while (performance.now() < end) {
    await wait(LOOK_EVERY_MS)
    for (const [id, turn] of await beats()) if (first.get(id) !== turn) return true
  }
  return false
}
