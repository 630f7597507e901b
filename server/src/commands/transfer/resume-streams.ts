import type { mongo } from 'mongoose'
import type { Application } from '../../app.ts'
import { verifyStoredChain } from '../../platform/change-log/index.ts'
import { CommandError } from '../terminal/command-error.ts'
import { storedHeads, type StoredHead } from './stored-heads.ts'

/** In the marks, where servers look for nodes that died: no server has this name. */
const IMPORT = 'import'
const AT_ONCE = 64

/**
 * Verifies each stream of a log that was put there as it is, and makes its projections.
 * @throws CommandError when the chain of a stream does not hold
 */
export async function resumeStreams(
  { changes }: Application,
  db: mongo.Db,
  { signal, onStream }: { signal: AbortSignal; onStream(): void },
): Promise<void> {
  const resume = async ({ stream, seq }: StoredHead): Promise<void> => {
    signal.throwIfAborted()
    const report = await verifyStoredChain(db as never, stream)
    if (!report.ok)
      throw new CommandError(`${stream} does not verify from change ${report.badSeq} on (${report.reason}).`)
    await changes.catchUp(stream)
    await leaveToReactors(db, { stream, seq })
    onStream()
  }
  let group: StoredHead[] = []
  for await (const head of storedHeads(db)) {
    group.push(head)
    if (group.length < AT_ONCE) continue
    await allEnded(group.map(resume))
    group = []
  }
  await allEnded(group.map(resume))
}

/**
 * Effects in other streams that were under way when the export was made: the stream is marked as a server that died
 * leaves it, and the next one that starts carries on.
 */
async function leaveToReactors(db: mongo.Db, { stream, seq }: StoredHead): Promise<void> {
  const progress = await db
    .collection<{ _id: string; reactors?: Record<string, number> }>('projected')
    .findOne({ _id: stream })
  const reacted = Object.values(progress?.reactors ?? {})
  if (reacted.length > 0 && Math.min(...reacted) >= seq) return
  const _id = `${IMPORT} ${stream}`
  await db
    .collection<{ _id: string }>('active')
    .updateOne({ _id }, { $set: { stream, node: IMPORT } }, { upsert: true })
}

/** As Promise.all, but none is under way any more when it throws: what failed is taken away then, and stays away. */
async function allEnded(under: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(under)
  await Promise.all(under)
}
