import { randomUUID } from 'node:crypto'
import type { mongo } from 'mongoose'

const ID = 'house'

/** The name that a database gives its house: made by whichever node asks first, the same for all. */
export async function houseId(db: mongo.Db): Promise<string> {
  const houses = db.collection<{ _id: string; id: string }>('house', {
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', j: true },
  })
  // A duplicate key says that another node was first.
  await houses
    .updateOne({ _id: ID }, { $setOnInsert: { id: randomUUID() } }, { upsert: true })
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== 11000) throw error
    })
  const house = await houses.findOne({ _id: ID })
  if (!house) throw new Error('the database does not say which house it is of')
  return house.id
}
