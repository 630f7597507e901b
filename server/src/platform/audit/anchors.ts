import type { mongo } from 'mongoose'
import type { LogSink } from '../change-log/index.ts'
import type { JobDefinition } from '../jobs/index.ts'
import { addAnchors, type ReadAnchors } from './anchor-file.ts'
import { chainHeads, type ChainHead, type ChainKind } from './heads.ts'

export interface AnchorExport {
  /** Keeps where each chain ends, where it has grown since. Never throws: a failure is logged. */
  export(): Promise<void>
  readonly job: JobDefinition
}

/** Keeps the heads of the log and of the trails in a folder outside the database, hourly and when the server stops. */
export function createAnchorExport(options: {
  readonly db: mongo.Db
  readonly folder: string
  readonly clock: () => Date
  readonly logger: LogSink
}): AnchorExport {
  const { db, folder, clock, logger } = options

  async function grown(kind: ChainKind, { anchors }: ReadAnchors): Promise<ChainHead[]> {
    const heads: ChainHead[] = []
    for await (const head of chainHeads(db, kind)) {
      const kept = anchors[kind].get(head.name)
      const latest = kept ? Math.max(...kept.keys()) : 0
      // Found at once, and again by whoever verifies: the earlier line stands.
      if (head.seq < latest || (kept?.get(head.seq) ?? head.hash) !== head.hash)
        logger.error({ kind, chain: head.name, seq: head.seq, kept: latest }, 'a chain is not what it was')
      else if (head.seq > latest) heads.push(head)
    }
    return heads
  }

  const run = () =>
    addAnchors(folder, clock(), async (kept) => ({
      log: await grown('log', kept),
      audit: await grown('audit', kept),
    }))

  return {
    export: async () => {
      try {
        await run()
      } catch (error) {
        logger.error(
          { name: (error as Error).name, code: (error as { code?: string }).code },
          'heads not kept',
        )
      }
    },
    job: { name: 'audit.anchors', every: '1 hour', run },
  }
}
