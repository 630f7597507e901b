import { setImmediate as turn } from 'node:timers/promises'
import { DocumentHistory } from '@colloque/board'
import { LRUCache } from 'lru-cache'
import type { BoardServer } from '../../platform/boards/index.ts'

/** How long a replay may keep the event loop before it lets others have a turn. */
const SLICE_MS = 10
/** Batches that the replays held in memory may have between them. */
const MOST_HELD = 150_000
const HELD_MS = 10 * 60_000

export interface DocumentHistories {
  /** The history of a document up to its latest batch; one with `seq` 0 where there is no document. */
  of(docName: string, kind: 'board' | 'plan'): Promise<DocumentHistory>
}

/**
 * Documents replayed from their batches, kept a while and then only taken further: derived, and made again at will.
 * Several who ask for one share its replay.
 */
export function createDocumentHistories(boards: Pick<BoardServer, 'history'>): DocumentHistories {
  const held = new LRUCache<string, DocumentHistory>({
    maxSize: MOST_HELD,
    sizeCalculation: ({ seq }) => seq + 100,
    ttl: HELD_MS,
    updateAgeOnGet: true,
  })
  const replays = new Map<string, Promise<DocumentHistory>>()

  async function takeFurther(name: string, kind: 'board' | 'plan'): Promise<DocumentHistory> {
    let history = held.get(name) ?? new DocumentHistory(kind)
    let until = performance.now() + SLICE_MS
    try {
      for await (const batch of boards.history(name, history.seq)) {
        if (batch.epoch === undefined) history.apply(batch)
        else history = DocumentHistory.afterErasure(kind, batch)
        if (performance.now() < until) continue
        await turn()
        until = performance.now() + SLICE_MS
      }
    } catch (error) {
      // Half a replay is good for nothing.
      held.delete(name)
      throw error
    }
    held.set(name, history)
    return history
  }

  return {
    async of(name, kind) {
      // One that is under way may have begun before what the caller has just seen stored.
      await replays.get(name)?.catch(() => undefined)
      const under = replays.get(name)
      if (under) return under
      const replay = takeFurther(name, kind)
        .catch(() => takeFurther(name, kind))
        .finally(() => replays.delete(name))
      replays.set(name, replay)
      return replay
    },
  }
}
