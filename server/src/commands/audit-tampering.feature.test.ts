/** What somebody who administers the database may do to the log and to the trail, and how it shows. */
import { randomUUID } from 'node:crypto'
import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StreamName } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createAnchorExport, createAuditTrail, type AuditRecord } from '../platform/audit/index.ts'
import { recordHash } from '../platform/audit/record.ts'
import { createChangeLog } from '../platform/change-log/index.ts'
import { chainHash, saltedHash, canonicalJson } from '../platform/change-log/hash.ts'
import type { StoredChange } from '../platform/change-log/ports.ts'
import { openTestData, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds.
vi.setConfig({ testTimeout: 240_000 })

const LENGTH = 4
const DONE_TO = ['edited', 'deleted', 'reordered', 'forked', 'cut', 'rewritten', 'removed', 'left'] as const
type DoneTo = (typeof DONE_TO)[number]
type Chained = StoredChange | AuditRecord
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
const clock = () => new Date()

let data: TestData
let names: Record<DoneTo, { stream: StreamName; trail: `case:${string}` }>
let keepHeads: () => Promise<void>

beforeEach(async () => {
  data = await openTestData()
  const db = data.db
  const audit = createAuditTrail({ db, clock, logger: silent })
  const changes = createChangeLog({
    db,
    node: 'test',
    clock,
    logger: silent,
    projections: [],
    reactors: [],
  } as never)
  await Promise.all([audit.start(), changes.start()])
  names = Object.fromEntries(
    DONE_TO.map((what) => [what, { stream: `case:${randomUUID()}`, trail: `case:${randomUUID()}` }]),
  ) as typeof names
  for (const { stream, trail } of Object.values(names)) {
    const id = randomUUID()
    for (let i = 0; i < LENGTH; i += 1) {
      await audit.record({ trail, kind: 'case.read', accountId: randomUUID(), sessionId: null })
      await changes.execute({
        ...{ stream, commandId: randomUUID(), by: randomUUID(), input: { i } },
        decide: () => ({ kind: 'thing.changed', entities: [{ type: 'thing', id, after: { i } }] }),
      } as never)
    }
  }
  await changes.stop()
  const folder = join(data.dataFolder, 'audit')
  keepHeads = createAnchorExport({ db, folder, clock, logger: silent }).export
  await keepHeads()
})
afterEach(() => data.remove())

const verify = (...options: string[]) => run('audit-verify', options, data)
const anchorFile = async () => {
  const folder = join(data.dataFolder, 'audit')
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.ndjson'))
  return join(folder, name)
}

/** The collection of the log or of the trail, by what a chain is called there. */
const chainsOf = (kind: 'stream' | 'trail') => ({
  collection: data.db.collection<Chained & { _id: string }>(kind === 'stream' ? 'changes' : 'audit'),
  of: (what: DoneTo) => ({ [kind]: names[what][kind] }) as mongo.Filter<Chained & { _id: string }>,
})

/** As it would have been written, had it been written so. */
const rehashed = (previous: string, record: Chained): string =>
  'stream' in record ? chainHash(previous, record) : recordHash(previous, record)

const alteredWords = (record: Chained): Chained => {
  if (!('stream' in record)) return { ...record, accountId: randomUUID() }
  const entities = record.entities.map((entity) => {
    const after = { i: 99 }
    return { ...entity, after, content: saltedHash(entity.salt as string, canonicalJson(after)) }
  })
  return { ...record, entities }
}

async function tamper(kind: 'stream' | 'trail'): Promise<void> {
  const { collection, of } = chainsOf(kind)
  for (const { name, unique } of await collection.indexes())
    if (unique && name) await collection.dropIndex(name)
  await collection.updateOne({ ...of('edited'), seq: 2 }, { $set: { at: '2020-01-01T00:00:00.000Z' } })
  await collection.deleteOne({ ...of('deleted'), seq: 3 })
  await collection.updateOne({ ...of('reordered'), seq: 2 }, { $set: { seq: 0 } })
  await collection.updateOne({ ...of('reordered'), seq: 3 }, { $set: { seq: 2 } })
  await collection.updateOne({ ...of('reordered'), seq: 0 }, { $set: { seq: 3 } })
  const before = await collection.findOne({ ...of('forked'), seq: 3 })
  const twin = {
    ...alteredWords((await collection.findOne({ ...of('forked'), seq: 4 }))!),
    _id: randomUUID(),
  }
  await collection.insertOne({ ...twin, hash: rehashed(before!.hash, twin) } as never)
  await collection.deleteOne({ ...of('cut'), seq: 4 })
  let previous = ''
  for (const record of await collection.find(of('rewritten')).sort({ seq: 1 }).toArray()) {
    const made = record.seq < 2 ? record : alteredWords(record)
    previous = rehashed(previous, made)
    await collection.replaceOne({ _id: record._id }, { ...made, hash: previous } as never)
  }
  await collection.deleteMany(of('removed'))
}

it.each(['stream', 'trail'] as const)(
  'abuse 21: whatever is done to a %s, the first bad record is named, and what was left alone verifies',
  async (kind) => {
    expect(await verify()).toMatchObject({ code: 0, errors: '' })
    await tamper(kind)
    const { code, output } = await verify()
    expect(code).toBe(1)
    const called = (what: DoneTo) => `${kind === 'trail' ? 'trail ' : ''}${names[what][kind]}`
    const noun = kind === 'stream' ? 'change' : 'record'
    const bad = (what: DoneTo, seq: number, reason: string) =>
      `${called(what)}: bad from ${noun} ${seq} on (${reason})`
    expect(output.trim().split('\n').slice(0, -2).sort()).toEqual(
      [
        bad('edited', 2, 'hash'),
        bad('deleted', 3, 'gap'),
        bad('reordered', 2, 'hash'),
        bad('forked', 4, 'fork'),
        bad('cut', 4, 'cut'),
        bad('rewritten', 4, 'another'),
        bad('removed', 1, 'cut'),
      ].sort(),
    )
  },
)

it('abuse 21: without the heads that were kept outside, a cut does not show, and what chains no more does', async () => {
  await tamper('trail')
  const { code, output } = await verify('--anchors', data.file('nothing-here'))
  expect(code).toBe(1)
  expect(output).not.toContain('(cut)')
  expect(output).not.toContain('(another)')
  expect(output).toContain(`${names.edited.trail}: bad from record 2 on (hash)`)
})

it('abuse 21: who cuts the end and goes on writing is found by the head that was kept before', async () => {
  const { collection, of } = chainsOf('trail')
  await collection.deleteMany({ ...of('cut'), seq: { $gt: 2 } })
  const audit = createAuditTrail({ db: data.db, clock, logger: silent })
  for (let i = 0; i < LENGTH; i += 1)
    await audit.record({
      trail: names.cut.trail,
      kind: 'case.read',
      accountId: randomUUID(),
      sessionId: null,
    })
  await keepHeads()
  expect((await verify()).output).toContain(`trail ${names.cut.trail}: bad from record 4 on (another)`)
})

it('abuse 21: heads that were altered where they are kept are found, a line that was never finished is not blamed', async () => {
  const audit = createAuditTrail({ db: data.db, clock, logger: silent })
  await audit.record({ trail: 'house', kind: 'session.failed', accountId: null, sessionId: null })
  await appendFile(await anchorFile(), '\n{"at":"2026-')
  await keepHeads()
  expect((await readFile(await anchorFile(), 'utf8')).split('\n')).toHaveLength(3)
  expect(await verify()).toMatchObject({ code: 0 })

  const text = await readFile(await anchorFile(), 'utf8')
  await writeFile(await anchorFile(), text.slice(text.indexOf('\n') + 1).replace('"house",1', '"house",2'))
  expect((await verify()).output).toContain('this line of the anchors, or one before it, was altered')
})
