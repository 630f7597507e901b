import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rejection, StoredChange, Stores } from './ports.ts'
import { createMemoryDatabase } from './testing/memory-stores.ts'
import { play, steps, type Flaw, type Step } from './testing/scenario.ts'

/** Seeds and paths of runs that failed once. */
const PINNED: readonly { seed: number; path: string }[] = []

const keepsItsPromises = fc.asyncProperty(steps, async (sequence) => {
  expect(await play(sequence)).toEqual([])
})

describe('two nodes on a store that fails, loses answers and is slow', () => {
  it('keep every promise of the log', { timeout: 120_000 }, async () => {
    // A failure prints its seed and path: pin them above.
    await fc.assert(keepsItsPromises, { numRuns: 150 })
  })

  for (const { seed, path } of PINNED) {
    it(`keep them in the run ${seed} ${path}`, async () => {
      await fc.assert(keepsItsPromises, { seed, path, numRuns: 1 })
    })
  }
})

describe('the checker finds', () => {
  const isCaught = async (flaw: Flaw): Promise<string[]> => {
    let broken: string[] = []
    const property = fc.asyncProperty(steps, async (sequence: Step[]) => {
      broken = await play(sequence, flaw)
      expect(broken).toEqual([])
    })
    const { failed } = await fc.check(property, { numRuns: 200, seed: 20261122, endOnFailure: true })
    expect(failed).toBe(true)
    return broken
  }

  it('an answer that comes before the write', { timeout: 60_000 }, async () => {
    const spoil = (stores: Stores): Stores => ({
      ...stores,
      log: {
        ...stores.log,
        async append(changes: readonly StoredChange[], ordered: boolean): Promise<Rejection[]> {
          setTimeout(() => void stores.log.append(changes, ordered), 5)
          return []
        },
      },
    })
    expect((await isCaught({ spoil })).join()).toMatch(/acknowledged|not there/)
  })

  it('a command that is not recognised when it comes again', { timeout: 60_000 }, async () => {
    const forgetful = (change: StoredChange): StoredChange => ({ ...change, by: `${change.by}?` })
    const spoil = (stores: Stores): Stores => ({
      ...stores,
      log: {
        ...stores.log,
        read: async (...args) => (await stores.log.read(...args)).map(forgetful),
        findCommand: async () => undefined,
      },
    })
    const database = () => createMemoryDatabase(['id', 'seq', 'entity'])
    expect((await isCaught({ database, spoil })).join()).toMatch(/repeats a command|heard of|decided/)
  })

  it('a change that is renumbered instead of decided again', { timeout: 60_000 }, async () => {
    const spoil = (stores: Stores): Stores => ({
      ...stores,
      log: {
        ...stores.log,
        async append(changes: readonly StoredChange[]): Promise<Rejection[]> {
          for (const change of changes) {
            const head = (await stores.log.read(change.stream, 0, 10_000)).at(-1)?.seq ?? 0
            await stores.log.append([{ ...change, seq: Math.max(change.seq, head + 1) }], true)
          }
          return []
        },
      },
    })
    const database = () => createMemoryDatabase(['id', 'seq', 'command'])
    expect((await isCaught({ database, spoil })).join()).toMatch(/chain|where \d+ was due|another state/)
  })
})
