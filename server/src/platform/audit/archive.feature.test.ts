import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { CACHE } from '../change-log/testing/cache-folder.ts'
import { archiveJob } from './archive.ts'
import { verifyArchive } from './archive-file.ts'
import { createAuditTrail, type AuditTrail } from './audit-trail.ts'
import type { AuditRecord } from './record.ts'
import { verifyTrail } from './verify-trail.ts'

const DAY = 86_400_000
const BEGIN = Date.parse('2026-01-10T09:00:00Z')
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
const reader = randomUUID()
let now = BEGIN
let engineFolder: string
let folder: string
let engine: EmbeddedMongo
let connection: Connection
let audit: AuditTrail
let caseId: string

beforeAll(async () => {
  engineFolder = await mkdtemp(join(tmpdir(), 'colloque-archive-'))
  engine = await startEmbeddedMongo({ folder: engineFolder, cacheFolder: CACHE })
})
afterAll(async () => {
  await engine.stop()
  await rm(engineFolder, { recursive: true })
})
beforeEach(async () => {
  now = BEGIN
  folder = await mkdtemp(join(tmpdir(), 'colloque-archives-'))
  caseId = randomUUID()
  const options = { dbName: `audit-${randomUUID().slice(0, 8)}`, retryWrites: false }
  connection = await mongoose.createConnection(engine.uri, options).asPromise()
  audit = createAuditTrail({ db: connection.db as never, clock: () => new Date(now), logger: silent })
  await audit.start()
})
afterEach(async () => {
  await connection.close()
  await rm(folder, { recursive: true })
})

const look = () =>
  audit.record({ trail: `case:${caseId}`, kind: 'case.read', accountId: reader, sessionId: null })
const records = () => connection.db!.collection<AuditRecord>('audit')
const trail = () =>
  records()
    .find({ trail: `case:${caseId}` } as never)
    .sort({ seq: 1 })
    .toArray()
const archives = async (): Promise<string[]> => {
  const names = await readdir(folder)
  return names.sort().map((name) => join(folder, name))
}
const archive = (months = 12) =>
  archiveJob({
    ...{ db: connection.db as never, folder, audit, logger: silent, leastMonths: 6 },
    monthsOf: () => Promise.resolve(months),
  }).run(new Date(now))
const verified = () => verifyTrail(connection.db as never, `case:${caseId}`)

it('records older than twelve months are put into a file, and the chain verifies over the cut', async () => {
  for (let month = 0; month < 14; month += 1) {
    await look()
    now += 31 * DAY
  }
  const before = await trail()
  await archive()
  const after = await trail()
  const [path = ''] = await archives()
  const report = await verifyArchive(path)
  const run = report.ok ? report.runs.find((one) => one.trail === `case:${caseId}`) : undefined
  const taken = before.filter(({ seq }) => seq <= (run?.to ?? 0))
  expect(run).toMatchObject({ from: 1, to: taken.length, hash: taken.at(-1)?.hash })
  // From the first of a month on: January to March of 2027 is when March 2026 goes.
  expect(taken.length).toBeGreaterThan(0)
  expect(taken.every(({ at }) => at < '2026-03-01')).toBe(true)
  expect(after.slice(0, -1)).toEqual(before.slice(taken.length))
  expect(after.at(-1)).toMatchObject({ kind: 'trail.archived', detail: { to: taken.length, from: 1 } })
  expect(await verified()).toMatchObject({ ok: true, count: after.length })
  // What is in the file is what was recorded.
  const lines = gunzipSync(await readFile(path))
    .toString()
    .split('\n')
  expect(lines).toEqual(expect.arrayContaining(taken.map((record) => JSON.stringify(record))))

  // A second run finds nothing, a month later the next ones.
  await archive()
  expect(await archives()).toHaveLength(1)
  now += 31 * DAY
  await archive()
  expect(await archives()).toHaveLength(2)
  await look()
  expect(await verified()).toMatchObject({ ok: true })
  for (const file of await archives()) expect(await verifyArchive(file)).toMatchObject({ ok: true })
})

it('what was archived and not yet taken away is taken away by the next run', async () => {
  await look()
  await look()
  const before = await trail()
  now += 500 * DAY
  await archive()
  // As a run leaves it that was killed in between.
  await records().insertMany(before.slice(1))
  expect(await verified()).toMatchObject({ ok: true })
  await look()
  now += 500 * DAY
  await archive()
  expect((await trail()).every(({ seq }) => seq > before.length)).toBe(true)
  expect(await verified()).toMatchObject({ ok: true })
})

it('a trail that does not verify is left where it is', async () => {
  await look()
  await look()
  await look()
  await records().updateOne({ trail: `case:${caseId}`, seq: 2 } as never, {
    $set: { accountId: randomUUID() },
  })
  const before = await trail()
  now += 500 * DAY
  await archive()
  expect(await trail()).toEqual(before)
})

it('abuse 21: an archive that was cut or altered is found', async () => {
  await look()
  await look()
  now += 500 * DAY
  await archive()
  const [path = ''] = await archives()
  const whole = await readFile(path)
  const text = gunzipSync(whole).toString()
  const altered = async (bytes: Buffer) => {
    await writeFile(path, bytes)
    return verifyArchive(path)
  }
  expect(await altered(whole.subarray(0, whole.length - 20))).toEqual({ ok: false, finding: 'damaged' })
  expect(await altered(gzipSync(text.split('\n').slice(0, -2).join('\n')))).toEqual({
    ok: false,
    finding: 'damaged',
  })
  const other = text.replaceAll(reader, randomUUID())
  expect(await altered(gzipSync(other))).toMatchObject({ ok: false, finding: 'hash', badSeq: 1 })
  expect(await altered(whole)).toMatchObject({ ok: true })
})

it('what is not due by its own team stays, though it is older than the least', async () => {
  await look()
  now += 300 * DAY
  await archive()
  expect(await archives()).toEqual([])
  await archive(6)
  expect(await archives()).toHaveLength(1)
})
