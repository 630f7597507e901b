import type { EntityType, StreamName } from '@colloque/domain'
import { trusted, type Connection, type Model } from 'mongoose'
import type { ChangeLog } from './change-log/index.ts'
import { pageOf, presentProjected, projectionModel, type Projected } from './projections.ts'

interface ProjectionName<Type extends EntityType> {
  readonly name: string
  readonly type: Type
}

export interface Page {
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page of a list as the contract answers it. */
export interface ListAnswer {
  readonly items: (Record<string, unknown> & { id: string; rev: number })[]
  readonly seq: number
  readonly next: string | null
}

/** Reads the collections that the log projects into. */
export interface ProjectionReader {
  model<Type extends EntityType>(projection: ProjectionName<Type>): Model<Projected<Type>>
  /**
   * One page of a stream's entities, and of those of its parts; not older than the stored heads when it was asked. The
   * answer's seq is the stream's own.
   */
  list<Type extends EntityType>(
    projection: ProjectionName<Type>,
    stream: StreamName,
    page: Page,
    filter?: Record<string, unknown>,
    parts?: readonly StreamName[],
  ): Promise<ListAnswer>
  /**
   * Brings the collections up to what this node knows of these streams, with one look for all of them: for answers out
   * of many streams, which say no seq.
   */
  catchUpWithNode(streams: readonly StreamName[]): Promise<void>
}

export function createProjectionReader(connection: Connection, changes: ChangeLog): ProjectionReader {
  const models = new Map<string, Model<never>>()
  const model = <Type extends EntityType>(projection: ProjectionName<Type>): Model<Projected<Type>> => {
    const known = models.get(projection.name)
    if (known) return known as unknown as Model<Projected<Type>>
    const made = projectionModel(connection, projection)
    models.set(projection.name, made as never)
    return made
  }
  return {
    model,
    catchUpWithNode: async (streams) => {
      const projected = await connection
        .collection<{ _id: StreamName; seq: number }>('projected')
        .find({ _id: { $in: [...streams] } })
        .project<{ _id: StreamName; seq: number }>({ seq: 1 })
        .toArray()
      const seqs = new Map(projected.map(({ _id, seq }) => [_id, seq]))
      const behind = streams.filter(
        (stream) => (changes.cachedFold(stream)?.seq ?? 0) > (seqs.get(stream) ?? 0),
      )
      await Promise.all(behind.map((stream) => changes.catchUp(stream)))
    },
    list: async (projection, stream, page, filter = {}, parts = []) => {
      // The seq is read before the scan: the answer may be newer than it says, never older.
      const [seq] = await Promise.all([
        changes.catchUp(stream),
        ...parts.map((part) => changes.catchUp(part)),
      ])
      const streams = parts.length === 0 ? stream : trusted({ $in: [stream, ...parts] })
      const { documents, next } = await pageOf(model(projection), { stream: streams, ...filter }, page)
      return { items: documents.map(presentProjected), seq, next }
    },
  }
}
