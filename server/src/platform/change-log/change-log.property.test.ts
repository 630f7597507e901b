import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Rejection, StoredChange, Stores } from './ports.ts'
import { createMemoryDatabase } from './testing/memory-stores.ts'
import { play, steps, type Flaw, type Step } from './testing/scenario.ts'

/** Runs that broke a promise once, shrunk. */
const PINNED: Readonly<Record<string, readonly Step[]>> = {
  'a stream whose lease ran out between marking and projecting': [
    { do: 'wait', ms: 100 },
    { do: 'send', node: 0, stream: 1, deed: 'make', target: 0 },
    { do: 'wait', ms: 1030 },
    { do: 'disturb', node: 0, plan: ['hang', 'hang'] },
    { do: 'wait', ms: 10 },
    { do: 'send', node: 0, stream: 1, deed: 'make', target: 0 },
    { do: 'wait', ms: 1 },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 0 },
  ],
  'a stream that memory let go of while its tail was being read': [
    { do: 'disturb', node: 0, plan: ['hang'] },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 0 },
    { do: 'wait', ms: 30 },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 0 },
    { do: 'send', node: 0, stream: 1, deed: 'make', target: 0 },
    { do: 'wait', ms: 1000 },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 0 },
    { do: 'send', node: 0, stream: 2, deed: 'make', target: 0 },
    { do: 'send', node: 1, stream: 1, deed: 'make', target: 0 },
    { do: 'wait', ms: 100 },
    { do: 'repeat', node: 0, of: 8, otherInput: false },
  ],
  'a stream that a node marked anew while another was taking its former mark away': [
    { do: 'disturb', node: 0, plan: ['slow', 'hang', 'twice', 'lost', 'hang', 'slow'] },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 20 },
    { do: 'wait', ms: 1000 },
    { do: 'crash', node: 0, comesBack: true, plan: ['lost', 'slow', 'late', 'none', 'refused'] },
    { do: 'send', node: 0, stream: 0, deed: 'make', target: 28 },
  ],
  'a stream whose mark was stored, unheard, by a start that failed': [
    { do: 'send', node: 0, stream: 2, deed: 'erase', target: 7 },
    { do: 'wait', ms: 100 },
    { do: 'crash', node: 0, comesBack: true, plan: ['slow', 'none', 'twice', 'slow'] },
    { do: 'send', node: 0, stream: 2, deed: 'erase', target: 30 },
    { do: 'send', node: 1, stream: 1, deed: 'make', target: 22 },
    { do: 'disturb', node: 0, plan: ['none', 'lost'] },
    { do: 'send', node: 0, stream: 1, deed: 'make', target: 12 },
    { do: 'repeat', node: 1, of: 20, otherInput: false },
    { do: 'wait', ms: 100 },
  ],
}

const keepsItsPromises = fc.asyncProperty(steps, async (sequence) => {
  expect(await play(sequence)).toEqual([])
})

describe('two nodes on a store that fails, loses answers and is slow', () => {
  it('keep every promise of the log', { timeout: 120_000 }, async () => {
    // A failure prints its seed and the shrunk steps, as far as it came with them: pin them above.
    await fc.assert(keepsItsPromises, { numRuns: 150, interruptAfterTimeLimit: 90_000 })
  })

  for (const [name, sequence] of Object.entries(PINNED)) {
    it(`keep them for ${name}`, async () => {
      expect(await play(sequence)).toEqual([])
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
