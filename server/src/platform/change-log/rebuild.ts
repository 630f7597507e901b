import type { LogStore, ProjectionStore } from './ports.ts'
import { rowOf, writeRows } from './projector.ts'
import type { Stream } from './stream.ts'
import type { ProjectionDefinition } from './types.ts'

/**
 * Builds a projection beside the old one, and puts it in its place. What changes meanwhile is written to the old one
 * by whoever projects, and once more to the new one afterwards; writing under `rev` makes the order indifferent.
 * @param load a stream caught up to its head, that need not stay in memory
 */
export async function rebuildProjection(
  definition: ProjectionDefinition,
  log: Pick<LogStore, 'streams'>,
  store: ProjectionStore,
  load: (name: Stream['name']) => Promise<Stream>,
): Promise<void> {
  const beside = `${definition.name}.rebuild`
  await store.drop(beside)
  await store.createIndexes(beside, definition.indexes ?? [])

  const copy = async (name: Stream['name'], after: number, collection: string): Promise<number> => {
    const { fold } = await load(name)
    const entities = definition.types.flatMap((type) => fold.all(type)).filter((entity) => entity.seq > after)
    const rows = entities.map((entity) => rowOf(definition, entity, name))
    await writeRows(store, collection, rows)
    return fold.seq
  }

  const copied = new Map<Stream['name'], number>()
  for (const name of await log.streams()) copied.set(name, await copy(name, 0, beside))
  await store.rename(beside, definition.name)
  for (const name of await log.streams()) await copy(name, copied.get(name) ?? 0, definition.name)
}
