import { describe } from 'vitest'
import { createMemoryDatabase, createMemoryStores } from './testing/memory-stores.ts'
import { storesContract } from './testing/stores.contract.ts'

describe('the stores in memory', () => {
  storesContract(async () => {
    const database = createMemoryDatabase()
    const documents = async (name: string) => [...(database.collections.get(name)?.values() ?? [])]
    return { stores: createMemoryStores(database), documents }
  })
})
