import type { mongo } from 'mongoose'

/**
 * Which projections a database lacks that has a log already: those that came with this version of the server. Leaves a
 * mark for each, in whose place the new collection is built, so that a server that dies meanwhile begins again.
 */
export async function findNewProjections(db: mongo.Db, names: readonly string[]): Promise<string[]> {
  const present = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  )
  if (!present.has('changes')) return []
  const lacking = names.filter((name) => !present.has(name) || present.has(markOf(name)))
  for (const name of lacking) if (!present.has(markOf(name))) await db.createCollection(markOf(name))
  return lacking
}

/** Where the log builds a projection anew. */
const markOf = (name: string) => `${name}.rebuild`
