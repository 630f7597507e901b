import { MongoClient } from 'mongodb'

/** What the engine's own check found. */
export interface Validation {
  readonly collections: number
  /** One sentence for each damaged collection. */
  readonly problems: string[]
}

/** Runs `validate` on every collection of the engine that listens on `socketPath`. */
export async function validateAll(socketPath: string): Promise<Validation> {
  const client = new MongoClient(`mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`)
  const problems: string[] = []
  let collections = 0
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true })
    for (const { name } of databases) {
      const db = client.db(name)
      for (const found of await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray()) {
        const result = await db.command({ validate: found.name })
        collections += 1
        if (result['valid'] !== true) problems.push(`${name}.${found.name}: ${String(result['errors'])}`)
      }
    }
  } finally {
    await client.close()
  }
  return { collections, problems }
}
