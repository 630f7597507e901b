import { expect, it, vi } from 'vitest'
import { createMarks } from './marks.ts'
import type { Mark, MarkStore } from './ports.ts'
import { buildCommand, newStream, startChangeLog } from './testing/change-log-on-memory.ts'
import { createMemoryDatabase, createMemoryStores } from './testing/memory-stores.ts'

it('a node that comes back while another clears up after it keeps what it marks anew', async () => {
  const database = createMemoryDatabase()
  const stream = newStream()
  database.marks.set('left', { id: 'left', stream, node: 'one' })
  let isClearing = false
  let clear: () => void = () => undefined
  const cleared = new Promise<void>((resolve) => (clear = resolve))
  const { log: other } = await startChangeLog({
    ...{ node: 'two', database, timings: { pollMs: 10, deadMs: 20, forgetMs: 40 } },
    spoil: (stores) => ({
      ...stores,
      marks: {
        ...stores.marks,
        unmark: async (ids) => {
          isClearing = true
          await cleared
          return stores.marks.unmark(ids)
        },
      },
    }),
  })
  await vi.waitFor(() => expect(isClearing).toBe(true))
  const { log } = await startChangeLog({ node: 'one', database })
  await log.execute(buildCommand({ stream }))
  await vi.waitFor(() => expect(other.cachedFold(stream)?.seq).toBe(1))
  clear()
  await vi.waitFor(() => expect(database.marks.has('left')).toBe(false))
  await log.execute(buildCommand({ stream }))
  await vi.waitFor(() => expect(other.cachedFold(stream)?.seq).toBe(2))
})

/** The marks of a node, on a store whose next calls of a kind fail after they were done. */
function marksOn(database: ReturnType<typeof createMemoryDatabase>) {
  const stored = createMemoryStores(database).marks
  const unheard = { mark: 0, unmark: 0 }
  const failing =
    <Args extends readonly unknown[]>(name: keyof typeof unheard, call: (...args: Args) => Promise<void>) =>
    async (...args: Args) => {
      await call(...args)
      if (unheard[name]-- > 0) throw new Error('no answer')
    }
  const store: MarkStore = {
    ...stored,
    mark: failing('mark', (marks: readonly Mark[]) => stored.mark(marks)),
    unmark: failing('unmark', (ids: readonly string[]) => stored.unmark(ids)),
  }
  const marks = createMarks({ store, node: 'one', leaseMs: 10_000 })
  marks.renew()
  return { marks, unheard }
}

it('a mark whose storing was not heard of is sent again as it was, and given back as one', async () => {
  const database = createMemoryDatabase()
  const { marks, unheard } = marksOn(database)
  const stream = newStream()
  unheard.mark = 2
  await expect(marks.ensure(stream)).rejects.toThrow('no answer')
  await expect(marks.ensure(stream)).rejects.toThrow('no answer')
  await marks.ensure(stream)
  expect(database.marks.size).toBe(1)
  await marks.release([stream])
  expect([database.marks.size, marks.has(stream)]).toEqual([0, false])
})

it('is another one after a lease: somebody may be about to remove the former', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    const database = createMemoryDatabase()
    const { marks, unheard } = marksOn(database)
    const stream = newStream()
    unheard.mark = 1
    await expect(marks.ensure(stream)).rejects.toThrow('no answer')
    vi.advanceTimersByTime(10_001)
    await marks.ensure(stream)
    expect(database.marks.size).toBe(2)
    await marks.release([stream])
    expect(database.marks.size).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

it('what was given back unheard is given back again, and is no mark to rely on', async () => {
  const database = createMemoryDatabase()
  const { marks, unheard } = marksOn(database)
  const stream = newStream()
  await marks.ensure(stream)
  unheard.unmark = 1
  await expect(marks.release([stream])).rejects.toThrow('no answer')
  expect(marks.has(stream)).toBe(true)
  await marks.ensure(stream)
  expect(database.marks.size).toBe(1)
  await marks.release([stream])
  expect(database.marks.size).toBe(0)
})
