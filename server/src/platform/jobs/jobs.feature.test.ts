/** Jobs on the real engine: two nodes, a clock that jumps, a database that dies. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { CONNECTION_OPTIONS } from '../database.ts'
import { until } from '../../testing/socket.ts'
import { createJobs, JOBS_COLLECTION, type JobDefinition, type Jobs } from './index.ts'

const CACHE = resolve(import.meta.dirname, '../../../../.cache')
const QUICK = { scanMs: 100, lockMs: 1_500 }
const HOUR = 3_600_000

let folder: string
let engine: EmbeddedMongo
const connections: mongoose.Connection[] = []
let nodes: Jobs[] = []
let said: { message: string; fields: object }[] = []
let jump = 0
const clock = () => new Date(Date.now() + jump)
const note = (fields: object, message: string) => void said.push({ fields, message })
const logger = { debug: note, info: note, warn: note, error: note }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-jobs-'))
  engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE, lingerMs: 1_000 })
  for (let index = 0; index < 2; index++)
    connections.push(await mongoose.createConnection(engine.uri, CONNECTION_OPTIONS).asPromise())
})
afterAll(async () => {
  for (const connection of connections) await connection.close()
  await engine.stop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  jump = 0
  said = []
  nodes = []
})
afterEach(async () => {
  await Promise.all(nodes.map((jobs) => jobs.stop()))
  await db(0).collection(JOBS_COLLECTION).deleteMany({})
})

const db = (node: number) => connections[node]?.db as mongoose.mongo.Db

async function start(node: number, jobs: JobDefinition[]): Promise<Jobs> {
  const made = createJobs({ connection: connections[node] as never, logger, clock, jobs, timings: QUICK })
  nodes.push(made)
  await made.start()
  return made
}

/** What issues after this one do: look for what is due, take each by an update that only one can make. */
const firing = (node: number): JobDefinition => ({
  name: 'firing',
  every: '1 second',
  run: async (now) => {
    const due = await db(node)
      .collection<{ _id: number; dueAt: Date; fired: number }>('things')
      .find({ dueAt: { $lte: now }, fired: 0 })
      .toArray()
    for (const { _id } of due)
      await db(node)
        .collection<{ _id: number; fired: number }>('things')
        .updateOne({ _id, fired: 0 }, { $inc: { fired: 1 } })
  },
})

it('two nodes over a clock that jumps an hour: all that is due fires exactly once, and nothing else', async () => {
  const things = db(0).collection<{ _id: number; dueAt: Date; fired: number }>('things')
  const begun = Date.now()
  await things.insertMany(
    Array.from({ length: 200 }, (_, index) => ({
      _id: index,
      // Half of them within the hour that is jumped over, half of them after it.
      dueAt: new Date(begun + (index % 2 ? HOUR / 2 : 3 * HOUR) + index),
      fired: 0,
    })),
  )
  await Promise.all([start(0, [firing(0)]), start(1, [firing(1)])])
  await new Promise((later) => setTimeout(later, 1_500))
  expect(await things.countDocuments({ fired: { $gt: 0 } })).toBe(0)
  jump = HOUR
  await until(async () => (await things.countDocuments({ fired: 1 })) === 100, 'what is due')
  jump = 4 * HOUR
  await Promise.all(nodes.map((jobs) => jobs.runNow('firing')))
  expect(await things.countDocuments({ fired: 1 })).toBe(200)
})

it('is run by one node at a time, and left to the other when that one stops', async () => {
  const runs: number[] = []
  const held = (node: number): JobDefinition => ({
    name: 'held',
    every: '1 second',
    run: async () => {
      runs.push(node)
      await new Promise((later) => setTimeout(later, 300))
    },
  })
  const [first] = await Promise.all([start(0, [held(0)]), start(1, [held(1)])])
  expect(await db(0).collection(JOBS_COLLECTION).countDocuments({ name: 'held' })).toBe(1)
  await until(() => runs.length >= 3, 'three runs')
  const began = runs.length
  await first?.stop()
  await until(() => runs.length > began + 1, 'runs of the node that is left')
  expect(runs.slice(began + 1).every((node) => node === 1)).toBe(true)
})

it('what a job throws is logged once, by name alone, and its next run tries again', async () => {
  let runs = 0
  await start(0, [
    {
      name: 'failing',
      every: '1 second',
      run: () => {
        runs += 1
        return runs === 1 ? Promise.reject(new TypeError('Mme Dupont')) : Promise.resolve()
      },
    },
  ])
  await until(() => runs === 2, 'the second run')
  expect(said).toEqual([{ fields: { job: 'failing', error: 'TypeError' }, message: 'a job failed' }])
  const stored = await db(0).collection(JOBS_COLLECTION).find().toArray()
  expect(JSON.stringify(stored)).not.toContain('Dupont')
})

it('stopping waits for what runs', async () => {
  let finished = false
  let begun = false
  const jobs = await start(0, [
    {
      name: 'slow',
      every: '1 hour',
      run: async () => {
        begun = true
        await new Promise((later) => setTimeout(later, 800))
        finished = true
      },
    },
  ])
  await until(() => begun, 'the run')
  await jobs.stop()
  expect(finished).toBe(true)
  expect(
    await db(0)
      .collection(JOBS_COLLECTION)
      .countDocuments({ lockedAt: { $ne: null } }),
  ).toBe(0)
})

it('one who asks during a run gets the next, which sees what came meanwhile', async () => {
  const seen: number[] = []
  let written = 0
  const jobs = createJobs({
    connection: connections[0] as never,
    logger,
    clock,
    jobs: [
      {
        name: 'looking',
        every: '1 hour',
        run: async () => {
          const found = written
          await new Promise((later) => setTimeout(later, 50))
          seen.push(found)
        },
      },
    ],
  })
  const first = jobs.runNow('looking')
  written = 1
  await Promise.all([first, jobs.runNow('looking'), jobs.runNow('looking')])
  expect(seen).toEqual([0, 1])
})

it('a clock that was set back does not put a job off', async () => {
  let runs = 0
  const counting: JobDefinition = {
    name: 'counting',
    every: '1 second',
    run: () => ((runs += 1), Promise.resolve()),
  }
  await start(0, [counting])
  await until(() => runs > 0, 'the first run')
  await db(0)
    .collection(JOBS_COLLECTION)
    .updateOne({ name: 'counting' }, { $set: { nextRunAt: new Date(Date.now() + HOUR), lockedAt: null } })
  const before = runs
  await until(() => runs > before + 1, 'runs after the repair')
})

it('goes on after the database was killed', async () => {
  let runs = 0
  await start(0, [
    {
      name: 'surviving',
      every: '1 second',
      run: async () => {
        await db(0).collection('things').findOne({})
        runs += 1
      },
    },
  ])
  await until(() => runs > 0, 'the first run')
  process.kill(engine.pid() as number, 'SIGKILL')
  const before = runs
  await until(() => runs > before + 2, 'runs after the kill')
})
