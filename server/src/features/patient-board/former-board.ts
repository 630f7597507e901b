import { setImmediate as turn } from 'node:timers/promises'
import * as Y from 'yjs'
import type { BoardServer } from '../../platform/boards/index.ts'

/** Updates in one transaction: one for each would be slower, and all in one would keep the event loop. */
const AT_ONCE = 100

/** A document after batch `seq`; undefined where there is none, or where it was blanked by an erasure since. */
export async function replayTo(
  boards: Pick<BoardServer, 'history'>,
  docName: string,
  seq: number,
): Promise<Y.Doc | undefined> {
  const doc = new Y.Doc()
  let waiting: Uint8Array[] = []
  const apply = () => {
    doc.transact(() => waiting.forEach((update) => Y.applyUpdate(doc, update)))
    waiting = []
  }
  for await (const batch of boards.history(docName, 0)) {
    if (batch.seq > seq) break
    waiting.push(...batch.updates.map(({ u }) => u))
    if (batch.seq < seq && waiting.length < AT_ONCE) continue
    apply()
    if (batch.seq === seq) return doc
    await turn()
  }
  doc.destroy()
  return undefined
}
