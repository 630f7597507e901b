import { endRun, type ProtocolRun, type StreamName } from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide } from '../../platform/change-log/index.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { ended } from './run.commands.ts'

/** Ends the runs whose time is over. */
export function runEndJob(changes: ChangeLog, reader: ProjectionReader): JobDefinition {
  return {
    name: 'protocol-runs-end',
    every: '1 minute',
    run: async (now) => {
      const over = await reader
        .model(projections.protocolRuns)
        .find({ status: 'running', until: trusted({ $lte: now.toISOString(), $ne: null }) } as never)
        .limit(200)
        .lean()
      for (const { _id, stream, until } of over as unknown as Over[])
        await changes.execute({
          ...{ stream, commandId: v5(`end ${until}`, _id), by: 'system:protocol-runs-end' },
          input: { runId: _id, until },
          decide: endOf(_id),
        })
    },
  }
}

interface Over {
  readonly _id: string
  readonly stream: StreamName
  readonly until: string
}

const endOf =
  (id: string): Decide =>
  (fold, { now }) => {
    const run = fold.get<ProtocolRun>('protocolRun', id)?.after
    if (run?.status !== 'running' || run.until === null || now < run.until)
      return { unchanged: { type: 'protocolRun', id } }
    return { kind: 'run.ended', entities: ended(fold, id, endRun(run, null, now, null)) }
  }
