import { randomUUID } from 'node:crypto'
import { DomainError, type Change, type StreamName } from '@colloque/domain'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryDatabase } from './testing/memory-stores.ts'
import {
  buildCommand,
  claimNote,
  eraseNote,
  makeNote,
  newStream,
  startChangeLog,
} from './testing/change-log-on-memory.ts'
import type { ReactorDefinition, Upcaster } from './types.ts'
import { verifyChain } from './verify-chain.ts'

const notes = {
  name: 'notes',
  types: ['note'],
  toDocument: ({ after }: { after: unknown }) => ({ ...(after as object) }),
}

describe('a command', () => {
  it('becomes one change, heard before its reply', async () => {
    const { log } = await startChangeLog()
    const stream = newStream()
    const order: string[] = []
    log.onChange(({ seq, kind }) => order.push(`${seq} ${kind}`))
    const reply = log.execute(buildCommand({ stream })).then(({ seq }) => order.push(`reply ${seq}`))
    await reply
    expect(order).toEqual(['1 note.made', 'reply 1'])
    expect(log.cachedFold(stream)?.all('note')).toMatchObject([
      { rev: 1, after: { text: 'hello' }, createdSeq: 1 },
    ])
  })

  it('sent twice, at once or later, happens once and gets its first reply', async () => {
    const { log, database } = await startChangeLog()
    const command = buildCommand({ stream: newStream() })
    const [first, second] = await Promise.all([log.execute(command), log.execute(command)])
    const third = await log.execute({ ...command, commandId: command.commandId.toUpperCase() })
    expect([first.replayed, second.replayed, third.replayed]).toEqual([false, true, true])
    expect([second.entity, third.entity]).toEqual([first.entity, first.entity])
    expect(database.changes).toHaveLength(1)
  })

  it('sent again with another input is refused', async () => {
    const { log } = await startChangeLog()
    const command = buildCommand({ stream: newStream(), input: { text: 'a', n: 1 } })
    await log.execute(command)
    await expect(log.execute({ ...command, input: { n: 1, text: 'a' } })).resolves.toMatchObject({
      replayed: true,
    })
    await expect(log.execute({ ...command, input: { text: 'b' } })).rejects.toMatchObject({
      code: 'command_id_reused',
    })
  })

  it('keeps its first reply when the entity has moved on, and long after on another node', async () => {
    const { log, database } = await startChangeLog()
    const stream = newStream()
    const made = buildCommand({ stream })
    const first = await log.execute(made)
    const claim = buildCommand({ stream, decide: claimNote(first.entity.id, 'nurse') })
    const claimed = await log.execute(claim)
    for (let i = 0; i < 600; i += 1) await log.execute(buildCommand({ stream }))
    const other = await startChangeLog({ database })
    expect(await log.execute(claim)).toEqual({ ...claimed, replayed: true })
    expect(await other.log.execute(claim)).toEqual({ ...claimed, replayed: true })
    expect((await other.log.execute(made)).entity).toEqual(first.entity)
  })

  it('of two who claim at once, on two nodes, lets one win, and the other sees who', async () => {
    const { log, database } = await startChangeLog()
    const other = await startChangeLog({ database })
    const stream = newStream()
    const { entity } = await log.execute(buildCommand({ stream }))
    const claim = (by: string) => buildCommand({ stream, by, decide: claimNote(entity.id, by) })
    const results = await Promise.allSettled([log.execute(claim('ada')), other.log.execute(claim('bea'))])
    const refused = results.find((result) => result.status === 'rejected')
    const winner = log.cachedFold(stream)?.get<{ claimedBy: string }>('note', entity.id)?.after?.claimedBy
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect(refused?.reason).toMatchObject({ code: 'already_claimed', data: { by: winner } })
  })

  it('that finds nothing to do appends nothing', async () => {
    const { log, database } = await startChangeLog()
    const stream = newStream()
    const { entity } = await log.execute(buildCommand({ stream }))
    await log.execute(buildCommand({ stream, decide: claimNote(entity.id, 'ada') }))
    const again = await log.execute(buildCommand({ stream, decide: claimNote(entity.id, 'ada') }))
    expect(again).toMatchObject({ seq: 2, replayed: false, entity: { rev: 2 } })
    expect(again.change).toBeUndefined()
    expect(database.changes).toHaveLength(2)
  })

  it('that is refused leaves no trace', async () => {
    const { log, database } = await startChangeLog()
    const refuse = () => {
      throw new DomainError('not_found')
    }
    await expect(log.execute(buildCommand({ stream: newStream(), decide: refuse }))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(database.changes).toEqual([])
  })

  it.each([
    ['a command id that is no UUID', { commandId: 'x' }, { code: 'invalid' }],
    ['a stream that is none', { stream: 'case:1' as StreamName }, { code: 'not_found' }],
    [
      'a state that JSON cannot carry',
      { decide: () => ({ kind: 'k', entities: [{ type: 'note', id: 'n', after: new Date() }] }) },
      { name: 'TypeError' },
    ],
    [
      'a state too large to store',
      { decide: makeNote('x'.repeat(5_000_000)) },
      { code: 'invalid', data: { reason: 'too_large' } },
    ],
    [
      'a decision about nothing',
      { decide: () => ({ kind: 'k', entities: [] }) },
      { message: 'k changes no entity' },
    ],
  ])('refuses %s', async (_, fields, expected) => {
    const { log, database } = await startChangeLog()
    const answer = Promise.resolve().then(() => log.execute(buildCommand({ stream: newStream(), ...fields })))
    await expect(answer).rejects.toMatchObject(expected)
    expect(database.changes).toEqual([])
  })

  it('cannot make an entity that lives in another stream', async () => {
    const { log } = await startChangeLog()
    const id = randomUUID()
    const decide = () => ({ kind: 'note.made', entities: [{ type: 'note', id, after: {} }] })
    const stream = newStream()
    await log.execute(buildCommand({ stream, decide }))
    await expect(log.execute(buildCommand({ stream: newStream(), decide }))).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await log.locate(id)).toBe(stream)
    expect(await log.locate(randomUUID())).toBeUndefined()
  })

  it('of the past keeps its own time', async () => {
    const { log } = await startChangeLog()
    const at = '2020-02-02T02:02:02.000Z'
    expect((await log.execute(buildCommand({ stream: newStream(), at }))).change?.at).toBe(at)
  })
})

describe('a node', () => {
  it('hears what another one appends to a stream that it holds, in order', async () => {
    const { log, database } = await startChangeLog({ timings: { pollMs: 5 } })
    const other = await startChangeLog({ database, timings: { pollMs: 5 } })
    const stream = newStream()
    const heard: Change[] = []
    await other.log.fold(stream)
    other.log.onChange((change) => heard.push(change))
    for (let i = 0; i < 20; i += 1) await log.execute(buildCommand({ stream }))
    await vi.waitFor(() =>
      expect(heard.map((change) => change.seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1)),
    )
    await Promise.all([log.stop(), other.log.stop()])
    expect([...database.marks.keys(), ...database.turns.keys()]).toEqual([])
  })

  it('that meets a newer version reads on, and stops deciding', async () => {
    const upcaster: Upcaster = {
      from: 1,
      upcast: (_, after) => ({ ...(after as object), urgency: 'routine' }),
    }
    const newer = await startChangeLog({ upcasters: [upcaster] })
    const older = await startChangeLog({ database: newer.database })
    const stream = newStream()
    await older.log.execute(buildCommand({ stream }))
    expect((await newer.log.fold(stream)).all('note')).toMatchObject([
      { after: { text: 'hello', urgency: 'routine' } },
    ])
    await newer.log.execute(buildCommand({ stream }))
    await expect(older.log.execute(buildCommand({ stream }))).rejects.toMatchObject({ code: 'unavailable' })
    expect((await older.log.fold(stream)).seq).toBe(1)
  })

  it('that stops finishes what is under way, and takes nothing more', async () => {
    const { log, database } = await startChangeLog({ projections: [notes] })
    const stream = newStream()
    const answers = Array.from({ length: 100 }, () => log.execute(buildCommand({ stream })))
    await Promise.resolve()
    await log.stop()
    expect(await Promise.allSettled(answers)).toHaveLength(100)
    expect(database.progress.get(stream)?.seq).toBe(database.changes.length)
    await expect(log.execute(buildCommand({ stream }))).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('what is erased', () => {
  it('is nowhere any more, and the chain still holds', async () => {
    const { log, database, stores } = await startChangeLog({ projections: [notes] })
    const stream = newStream()
    const made = buildCommand({ stream, decide: makeNote('secret'), input: { text: 'secret' } })
    const { entity } = await log.execute(made)
    await log.execute(buildCommand({ stream, decide: eraseNote(entity.id) }))
    await log.catchUp(stream)
    const everything = JSON.stringify([database.changes, [...(database.collections.get('notes') ?? [])]])
    expect(everything).not.toContain('secret')
    expect(JSON.stringify(await log.changesSince(stream, 0, 10))).not.toContain('secret')
    expect(await log.execute(made)).toMatchObject({ replayed: true, entity: { after: null } })
    expect(await verifyChain(stores.log, stream)).toMatchObject({ ok: true, seq: 2 })
    await expect(
      log.execute(
        buildCommand({
          stream,
          decide: () => ({ kind: 'k', entities: [{ type: 'note', id: entity.id, after: {} }] }),
        }),
      ),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('the chain shows', () => {
  const stored = async () => {
    const { log, database, stores } = await startChangeLog()
    const stream = newStream()
    for (let i = 0; i < 5; i += 1) await log.execute(buildCommand({ stream, decide: makeNote(`note ${i}`) }))
    const alter = (seq: number, fields: object) => {
      const i = database.changes.findIndex((change) => change.seq === seq)
      database.changes[i] = { ...(database.changes[i] as (typeof database.changes)[number]), ...fields }
    }
    return { database, alter, verify: () => verifyChain(stores.log, stream) }
  }
  const entity = { type: 'note', id: randomUUID(), rev: 1, after: {}, salt: 'x', content: 'x' }

  it.each([
    ['another author', 3, { by: 'somebody else' }, 'hash'],
    ['another time', 2, { at: '2020-01-01T00:00:00.000Z' }, 'hash'],
    ['another entity', 4, { entities: [entity] }, 'hash'],
  ])('%s', async (_, seq, fields, reason) => {
    const { alter, verify } = await stored()
    alter(seq, fields)
    expect(await verify()).toEqual({ ok: false, badSeq: seq, reason })
  })

  it('other words, and words that were blanked without a redaction', async () => {
    const { database, alter, verify } = await stored()
    const [own] = database.changes[2]?.entities ?? []
    alter(3, { entities: [{ ...own, after: { text: 'another' } }] })
    expect(await verify()).toEqual({ ok: false, badSeq: 3, reason: 'content' })
    alter(3, { entities: [{ ...own, after: null, salt: null }] })
    expect(await verify()).toEqual({ ok: false, badSeq: 3, reason: 'blanked' })
  })

  it('a change that was taken out', async () => {
    const { database, verify } = await stored()
    database.changes.splice(2, 1)
    expect(await verify()).toEqual({ ok: false, badSeq: 3, reason: 'gap' })
  })
})

describe('a projection', () => {
  it('can be rebuilt while changes arrive, and is then what it would have been', async () => {
    const { log, database } = await startChangeLog({ projections: [notes] })
    const streams = [newStream(), newStream()]
    const post = (i: number) =>
      log.execute(buildCommand({ stream: streams[i % 2] as StreamName, decide: makeNote(`note ${i}`) }))
    for (let i = 0; i < 20; i += 1) await post(i)
    database.collections.get('notes')?.clear()
    const posting = Promise.all(Array.from({ length: 20 }, (_, i) => post(20 + i)))
    await log.rebuild('notes')
    await posting
    for (const stream of streams) expect(await log.catchUp(stream)).toBe(20)
    expect(database.collections.get('notes')?.size).toBe(40)
    expect(database.collections.has('notes.rebuild')).toBe(false)
    await expect(log.rebuild('nothing')).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a reactor', () => {
  const [source, target] = [newStream(), newStream()]
  const copying = (behaviour: (change: Change) => void = () => {}): ReactorDefinition => ({
    name: 'copy',
    on: (change) => {
      if (change.stream !== source) return []
      behaviour(change)
      return [{ stream: target, input: { from: change.seq }, decide: makeNote(`copy of ${change.seq}`) }]
    },
  })

  it('acts in another stream once for each change, also when it fails in between and starts again', async () => {
    let failures = 3
    const behaviour = () => {
      if (failures-- > 0) throw new Error('not now')
    }
    const timings = { retryMs: 1 }
    const { log, database } = await startChangeLog({ node: 'one', reactors: [copying(behaviour)], timings })
    for (let i = 0; i < 5; i += 1) await log.execute(buildCommand({ stream: source }))
    await vi.waitFor(async () => expect((await log.fold(target)).seq).toBe(5))
    expect((await log.fold(target)).all('note').map((note) => note.createdBy)).toEqual(
      Array(5).fill('system:copy'),
    )
    // The checkpoint is lost, as in a crash: everything is reacted to again.
    database.progress.delete(source)
    database.marks.set('old', { id: 'old', stream: source, node: 'one' })
    const next = await startChangeLog({ node: 'one', database, reactors: [copying()], timings })
    await vi.waitFor(() => expect(database.progress.get(source)?.reactors).toEqual({ copy: 5 }))
    expect((await next.log.fold(target)).seq).toBe(5)
  })

  it('records what was refused for good, and goes on', async () => {
    const refusing: ReactorDefinition = {
      name: 'refuse',
      on: ({ stream, seq }) => {
        if (stream !== source) return []
        const refuse = () => {
          throw new DomainError('conflict')
        }
        return [{ stream: target, input: {}, decide: seq === 1 ? refuse : makeNote('second') }]
      },
    }
    const { log, database } = await startChangeLog({ reactors: [refusing] })
    await log.execute(buildCommand({ stream: source }))
    await log.execute(buildCommand({ stream: source }))
    await vi.waitFor(async () => expect((await log.fold(target)).seq).toBe(1))
    expect([...database.refusals.values()]).toMatchObject([
      { reactor: 'refuse', stream: source, seq: 1, code: 'conflict' },
    ])
  })

  it('has an effect outside the log before its checkpoint moves, and again after a crash in between', async () => {
    const written = new Map<string, number>()
    const noting = (fails: (seq: number) => boolean = () => false): ReactorDefinition => ({
      name: 'note-down',
      effect: ({ stream, seq }) => {
        if (stream !== source) return Promise.resolve()
        if (fails(seq)) return Promise.reject(new Error('the store is away'))
        written.set(`${stream} ${seq}`, (written.get(`${stream} ${seq}`) ?? 0) + 1)
        return Promise.resolve()
      },
    })
    const timings = { retryMs: 1 }
    let away = true
    const thirdFails = noting((seq) => away && seq === 3)
    const { log, database } = await startChangeLog({ node: 'one', reactors: [thirdFails], timings })
    for (let i = 0; i < 5; i += 1) await log.execute(buildCommand({ stream: source }))
    await vi.waitFor(() => expect(database.progress.get(source)?.reactors).toEqual({ 'note-down': 2 }))
    expect([...written.keys()]).toEqual([1, 2].map((seq) => `${source} ${seq}`))
    away = false
    await vi.waitFor(() => expect(database.progress.get(source)?.reactors).toEqual({ 'note-down': 5 }))
    // Crashes after the effects of 3 to 5, before the checkpoint that says so.
    database.progress.set(source, { stream: source, seq: 5, reactors: { 'note-down': 2 } })
    database.marks.set('old', { id: 'old', stream: source, node: 'one' })
    await startChangeLog({ node: 'one', database, reactors: [noting()], timings })
    await vi.waitFor(() => expect(database.progress.get(source)?.reactors).toEqual({ 'note-down': 5 }))
    expect([...written.values()]).toEqual([1, 1, 2, 2, 2])
  })
})

describe('a store that is down', () => {
  it('is told: busy for what waits, unknown_outcome for what was sent, and the answer afterwards', async () => {
    let down = false
    const database = createMemoryDatabase()
    const timings = { busyMs: 150, unknownMs: 400, appendMs: 50, retryMs: 5 }
    const { log } = await startChangeLog({
      database,
      timings,
      spoil: (stores) => ({
        ...stores,
        log: {
          ...stores.log,
          append: (...args) => (down ? Promise.reject(new Error('down')) : stores.log.append(...args)),
          read: (...args) => (down ? Promise.reject(new Error('down')) : stores.log.read(...args)),
        },
      }),
    })
    const stream = newStream()
    await log.execute(buildCommand({ stream }))
    down = true
    const sent = buildCommand({ stream })
    const answer = log.execute(sent)
    await new Promise((resolve) => setTimeout(resolve, 20))
    await expect(log.execute(buildCommand({ stream }))).rejects.toMatchObject({ code: 'busy' })
    expect(log.ready).toBe(false)
    await expect(answer).rejects.toMatchObject({ code: 'unknown_outcome' })
    down = false
    expect(await log.execute(sent)).toMatchObject({ replayed: true, seq: 2 })
    expect(log.ready).toBe(true)
  })
})

describe('a stream that is full memory’s to forget', () => {
  it('stays while somebody listens to it, so that what another node appends is heard', async () => {
    const { log: writer, database } = await startChangeLog()
    const watched = newStream()
    await writer.execute(buildCommand({ stream: watched }))
    const { log } = await startChangeLog({
      database,
      heldStreams: 1,
      isWatched: (stream) => stream === watched,
      timings: { pollMs: 5, quietMs: 1 },
    })
    await log.fold(watched)
    const others = [newStream(), newStream(), newStream()]
    for (const stream of others) await log.fold(stream)
    await vi.waitFor(() => expect(others.filter((stream) => log.cachedFold(stream))).toEqual([]))
    const heard: string[] = []
    log.onChange(({ stream, seq }) => heard.push(`${stream} ${seq}`))
    await writer.execute(buildCommand({ stream: watched }))
    await vi.waitFor(() => expect(heard).toEqual([`${watched} 2`]))
  })
})

describe('what a dead node left', () => {
  it('is taken over by another, its reactions too, and its marks are removed', async () => {
    const echoes: ReactorDefinition = {
      name: 'echo',
      on: ({ stream, seq }) =>
        stream === source ? [{ stream: target, input: seq, decide: makeNote(`echo of ${seq}`) }] : [],
    }
    const [source, target] = [newStream(), newStream()]
    const timings = { pollMs: 5, quietMs: 5, deadMs: 20, forgetMs: 40, leaseMs: 30 }
    const {
      log: dying,
      database,
      stores,
    } = await startChangeLog({ reactors: [], timings: { ...timings, quietMs: 60_000 } })
    await dying.execute(buildCommand({ stream: source }))
    // Dies: never gives its mark back, never beats again.
    stores.marks.beat = () => new Promise(() => {})
    const { log } = await startChangeLog({ database, reactors: [echoes], timings })
    await vi.waitFor(async () => expect((await log.fold(target)).all('note')).toHaveLength(1))
    await vi.waitFor(async () => expect(await stores.marks.marks()).toEqual([]), { timeout: 3_000 })
  })
})
