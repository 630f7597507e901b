/**
 * What lists and search read: one collection per kind of entity, each document its entity's state with `_id`,
 * `stream`, `rev`, `seq`, `createdSeq` and the folded words it is found by. Written by the change log alone.
 */
import { searchTerms, type EntityOf, type EntityState, type EntityType } from '@colloque/domain'
import type { Connection } from 'mongoose'
import { Schema, trusted, type Model } from 'mongoose'
import type { ProjectionDefinition } from './change-log/index.ts'

export interface ProjectedFields {
  _id: string
  stream: string
  rev: number
  seq: number
  createdSeq: number
  terms: string[]
}
export type Projected<Type extends EntityType> = ProjectedFields & EntityOf<Type>

/** A projection of one entity type: which of its texts it is found by, and the indexes its lists use. */
export function projectionOf<Type extends EntityType>(
  name: string,
  type: Type,
  texts: (after: EntityOf<Type>) => readonly (string | null | undefined)[],
  indexes: readonly Record<string, 1 | -1>[] = [],
): ProjectionDefinition & { readonly type: Type } {
  return {
    name,
    type,
    types: [type],
    indexes: [
      { key: { stream: 1, _id: 1 } },
      // The stream first: what a search costs tells nothing of cases that the reader may not see.
      { key: { stream: 1, terms: 1 } },
      ...indexes.map((key) => ({ key })),
    ],
    toDocument: (entity: EntityState) => {
      if (entity.after === null) return null
      const after = entity.after as EntityOf<Type>
      return { ...after, createdAt: entity.createdAt, terms: searchTerms(texts(after)) }
    },
  }
}

/** A read-only mongoose model over a projection. Its fields are written by the log, so the schema only reads. */
export function projectionModel<Type extends EntityType>(
  connection: Connection,
  projection: { readonly name: string; readonly type: Type },
): Model<Projected<Type>> {
  const schema = new Schema<Projected<Type>>({ _id: String } as never, {
    collection: projection.name,
    strict: false,
    strictQuery: false,
    autoCreate: false,
    autoIndex: false,
    versionKey: false,
  })
  return connection.model<Projected<Type>>(projection.name, schema as never)
}

/** A projected document as lists answer it. */
export function presentProjected<Type extends EntityType>(
  document: Projected<Type>,
): Record<string, unknown> & { id: string; rev: number } {
  const { _id, stream: _stream, seq: _seq, createdSeq: _createdSeq, terms: _terms, ...state } = document
  return { ...(state as unknown as Record<string, unknown>), id: _id, rev: document.rev }
}

/**
 * One page of a projection in `_id` order (ids are made in time order inside a command's author, and stable).
 * @param cursor the last id of the page before
 * @returns at most `limit` documents and the cursor of the next page, null at the end
 */
export async function pageOf<Type extends EntityType>(
  model: Model<Projected<Type>>,
  filter: Record<string, unknown>,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ documents: Projected<Type>[]; next: string | null }> {
  const from = cursor === undefined ? {} : { _id: trusted({ $gt: cursor }) }
  const found = (await model
    .find({ ...filter, ...from } as never)
    .sort({ _id: 1 })
    .limit(limit + 1)
    .lean()) as unknown as Projected<Type>[]
  const documents = found.slice(0, limit)
  return { documents, next: found.length > limit ? (documents.at(-1)?._id ?? null) : null }
}
