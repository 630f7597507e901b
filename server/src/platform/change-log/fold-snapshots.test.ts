import type { StreamName } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  buildCommand,
  claimNote,
  eraseNote,
  makeNote,
  newStream,
  startChangeLog,
} from './testing/change-log-on-memory.ts'
import { createMemoryDatabase, type MemoryDatabase } from './testing/memory-stores.ts'
import { verifyChain } from './verify-chain.ts'

const EVERY = 4
const start = (database: MemoryDatabase, given: Partial<Parameters<typeof startChangeLog>[0]> = {}) =>
  startChangeLog({ database, snapshotEvery: EVERY, ...given })
const storedText = ({ foldParts }: MemoryDatabase) => [...foldParts.values()].join()

type Started = Awaited<ReturnType<typeof start>>
const makes = async ({ log }: Started, stream: StreamName, count: number, text = 'hello') => {
  const ids: string[] = []
  for (let n = 0; n < count; n++)
    ids.push((await log.execute(buildCommand({ stream, decide: makeNote(`${text} ${n}`) }))).entity.id)
  await log.catchUp(stream)
  return ids
}
const snapshotAt = (database: MemoryDatabase, stream: StreamName, seq: number) =>
  vi.waitFor(() => expect(database.foldHeads.get(stream)?.seq).toBe(seq))

describe('a snapshot of a fold', () => {
  it('is written behind, part by part, and where a stream begins', async () => {
    const database = createMemoryDatabase()
    const stream = newStream()
    const first = await start(database)
    await makes(first, stream, 4)
    await snapshotAt(database, stream, 4)
    await makes(first, stream, 4)
    await snapshotAt(database, stream, 8)
    expect(database.foldHeads.get(stream)?.parts).toEqual([
      { n: 0, seq: 4 },
      { n: 1, seq: 8 },
    ])
    await makes(first, stream, 1)

    const reads: number[] = []
    const spoil = (stores: Started['stores']) => ({
      ...stores,
      log: {
        ...stores.log,
        read: (name: StreamName, after: number, limit: number) => {
          reads.push(after)
          return stores.log.read(name, after, limit)
        },
      },
    })
    const { log } = await start(database, { spoil })
    const fold = await log.fold(stream)
    expect(fold.all('note')).toEqual((await first.log.fold(stream)).all('note'))
    expect(fold.inOrder('note').present).toBe(9)
    expect(Math.min(...reads)).toBe(7)
    // What is older than the snapshot comes from the store, and a command that is older is known there.
    expect((await log.changesSince(stream, 0, 200)).changes.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 9 }, (_, n) => n + 1),
    )
  })

  it('knows a command that was recorded before it, also one that would change nothing now', async () => {
    const database = createMemoryDatabase()
    const stream = newStream()
    const first = await start(database)
    const [id] = await makes(first, stream, 2)
    const commands = [makeNote('x'), claimNote(id!, 'ada')].map((decide) => buildCommand({ stream, decide }))
    for (const command of commands) await first.log.execute(command)
    await first.log.catchUp(stream)
    await snapshotAt(database, stream, 4)
    const second = await start(database)
    await second.log.fold(stream)
    for (const [n, command] of commands.entries())
      expect(await second.log.execute(command)).toMatchObject({ replayed: true, seq: n + 3 })
    expect(second.log.cachedFold(stream)?.seq).toBe(4)
  })

  it.each([
    ['stands at a change that the log does not have', { hash: 'another' }],
    ['has shapes of another version', { v: 2 }],
    ['lacks a part', { parts: [{ n: 0, seq: 3 }] }],
  ])('is left alone where it %s', async (_why, wrong) => {
    const database = createMemoryDatabase()
    const stream = newStream()
    const first = await start(database)
    await makes(first, stream, 5)
    await vi.waitFor(() => expect(database.foldHeads.has(stream)).toBe(true))
    const head = database.foldHeads.get(stream)!
    for (const id of database.foldParts.keys()) database.foldParts.set(id, '[]')
    database.foldHeads.set(stream, { ...head, ...wrong })
    const { log } = await start(database)
    expect((await log.fold(stream)).all('note')).toHaveLength(5)
  })

  it('no longer has the words of what is redacted, in any part', async () => {
    const database = createMemoryDatabase()
    const stream = newStream()
    const node = await start(database)
    const [secret] = await makes(node, stream, 6, 'secret')
    await vi.waitFor(() => expect(storedText(database)).toContain('secret 0'))
    await node.log.execute(buildCommand({ stream, decide: eraseNote(secret!) }))
    await node.log.catchUp(stream)
    expect(storedText(database)).not.toContain('secret 0')
    expect(storedText(database)).toContain('secret 1')
    const { log } = await start(database)
    expect((await log.fold(stream)).get('note', secret!)?.after).toBeNull()
  })

  it('of a node that was slow does not bring redacted words back', async () => {
    const database = createMemoryDatabase()
    const stream = newStream()
    let release: () => void = () => undefined
    const held = new Promise<void>((go) => (release = go))
    let reached: () => void = () => undefined
    const waiting = new Promise<void>((go) => (reached = go))
    const slow = await start(database, {
      spoil: (stores) => ({
        ...stores,
        folds: {
          ...stores.folds,
          replaceHead: async (head, previous) => {
            reached()
            await held
            return stores.folds.replaceHead(head, previous)
          },
        },
      }),
    })
    const [secret] = await makes(slow, stream, 4, 'secret')
    await waiting
    const unwritable = () => Promise.reject(new Error('no room for a part'))
    const quick = await start(database, {
      spoil: (stores) => ({ ...stores, folds: { ...stores.folds, writePart: unwritable } }),
    })
    await quick.log.execute(buildCommand({ stream, decide: eraseNote(secret!) }))
    await quick.log.catchUp(stream)
    release()
    await slow.log.stop()
    expect(storedText(database)).not.toContain('secret 0')
  })

  it('plus its tail equals the fold from the first change, whatever was decided', async () => {
    const deed = fc.record({ do: fc.constantFrom('make', 'claim', 'erase', 'restart'), n: fc.nat(30) })
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 40, size: 'max' }), async (deeds) => {
        const database = createMemoryDatabase()
        const stream = newStream()
        let node = await start(database, { timings: { projectMs: 0 } })
        const ids: string[] = []
        const made = () => ids[0]!
        for (const { do: what, n } of deeds) {
          const id = ids[n % Math.max(1, ids.length)] ?? ''
          if (what === 'restart') {
            await node.log.stop()
            node = await start(database, { timings: { projectMs: 0 } })
            continue
          }
          const decide =
            what === 'make' ? makeNote('x') : what === 'claim' ? claimNote(id, 'ada') : eraseNote(id)
          if (what !== 'make' && !id) continue
          const done = await node.log.execute(buildCommand({ stream, decide })).catch(() => undefined)
          if (done && what === 'make') ids.push(done.entity.id)
          await node.log.catchUp(stream)
        }
        await node.log.stop()
        const begun = await start(database)
        const whole = await start(database, { snapshotEvery: 1_000_000 })
        const [fold, other] = [await begun.log.fold(stream), await whole.log.fold(stream)]
        expect(fold.seq).toBe(other.seq)
        expect(fold.all('note')).toEqual(other.all('note'))
        expect(fold.inOrder('note').present).toBe(other.inOrder('note').present)
        if (ids.length > 0) expect(fold.inOrder('note').placeOf(made())).toBe(0)
        expect(await verifyChain(begun.stores.log, stream)).toMatchObject({ ok: true, seq: fold.seq })
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
