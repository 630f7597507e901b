/**
 * Work by the clock, on whichever node comes first. A job looks for what is due by then and does it, so that an hour of
 * standstill is caught up by the first run after it. It may run twice at once (a lock that ran out, `runNow` on two
 * nodes): its body must be idempotent.
 */
import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, type Job } from 'agenda'
import type { Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import type { LogSink } from '../change-log/index.ts'
import { intervalMs, type Interval } from './interval.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** One document for each job, with when it runs next and who holds it: nothing else is ever in it. */
export const JOBS_COLLECTION = 'jobs'

export interface JobDefinition {
  readonly name: string
  readonly every: Interval
  /** Idempotent: does what is due by `now`. What it throws is logged, and the next run tries again. */
  run(now: Date): Promise<void>
}

export interface Jobs {
  start(): Promise<void>
  /** Starts nothing more, and waits for what runs, fifteen seconds at most. */
  stop(): Promise<void>
  /** Runs a job here without waiting for its time: after something was written that it looks for. Never throws. */
  runNow(name: string): Promise<void>
}

export interface JobsTimings {
  /** How often a node looks for jobs that are due. */
  readonly scanMs: number
  /** A node that died holds its jobs for so long. */
  readonly lockMs: number
}
const TIMINGS: JobsTimings = { scanMs: 2_000, lockMs: 20_000 }
const STOP_MS = 15_000

/** Without the second collection that agenda logs to, whose indexes it would make where nothing catches a failure. */
class JobsBackend extends MongoBackend {
  override connect(): Promise<void> {
    return this.repository.connect()
  }
}

export function createJobs(options: {
  readonly connection: Connection
  readonly logger: LogSink
  readonly clock: () => Date
  readonly jobs: readonly JobDefinition[]
  readonly timings?: JobsTimings
}): Jobs {
  const { connection, logger, clock, timings = TIMINGS } = options
  const node = uuidv7()
  const bodies = new Map(options.jobs.map((job) => [job.name, oneAtATime(() => carryOut(job))]))
  const asked = new Set<Promise<void>>()
  let agenda: Agenda | undefined
  let repair: NodeJS.Timeout | undefined
  let stopping = false

  const collection = () => {
    if (!connection.db) throw new Error('the database is not connected')
    return connection.db.collection(JOBS_COLLECTION)
  }

  /** Nothing is thrown on to agenda, which would store the words of an error with the job. */
  async function carryOut({ name, run }: JobDefinition): Promise<void> {
    try {
      if (!stopping) await run(clock())
    } catch (error) {
      logger.error({ job: name, ...described(error) }, 'a job failed')
    }
  }

  /** Runs a job's body and keeps its lock meanwhile. */
  async function runHeld(job: Job): Promise<void> {
    const keep = setInterval(() => void job.touch().catch(() => undefined), timings.lockMs / 3)
    try {
      await bodies.get(job.attrs.name)?.()
    } finally {
      clearInterval(keep)
    }
  }

  async function schedule(name: string, everyMs: number): Promise<void> {
    // Only what is missing or different: agenda would take away the lock of a job that runs.
    if (await collection().findOne({ name, repeatInterval: everyMs })) return
    await agenda?.every(everyMs, name)
  }

  /** A clock that was set back must not put off a job until it has caught up again. */
  async function repairTimes(): Promise<void> {
    const now = Date.now()
    await collection().updateMany(
      { lockedAt: { $gt: new Date(now + timings.lockMs) } },
      { $set: { lockedAt: null } },
    )
    for (const { name, every } of options.jobs) {
      const latest = new Date(now + intervalMs(every) + timings.lockMs)
      await collection().updateOne(
        { name, nextRunAt: { $gt: latest } },
        { $set: { nextRunAt: new Date(now) } },
      )
    }
  }

  return {
    start: async () => {
      await collection().createIndex({ name: 1 }, { unique: true })
      agenda = new Agenda({
        name: node,
        backend: new JobsBackend({
          mongo: connection.db as never,
          collection: JOBS_COLLECTION,
          ensureIndex: false,
        }),
        processEvery: timings.scanMs,
        defaultConcurrency: 1,
        defaultLockLimit: 1,
        defaultLockLifetime: timings.lockMs,
        removeOnComplete: true,
      })
      tellOnce(agenda, logger)
      for (const { name } of options.jobs) agenda.define(name, runHeld)
      for (const { name, every } of options.jobs) {
        const everyMs = intervalMs(every)
        // Two nodes that start at once: the second insert is refused, and finds the first one's.
        await schedule(name, everyMs).catch(() => schedule(name, everyMs))
      }
      await agenda.start()
      repair = setInterval(() => void repairTimes().catch(() => undefined), timings.lockMs)
    },
    stop: async () => {
      stopping = true
      clearInterval(repair)
      await agenda?.drain({ timeout: STOP_MS, closeConnection: false })
      await Promise.all(asked)
      // What was held without having begun; another node need not wait for the lock to run out.
      await collection()
        .updateMany({ lastModifiedBy: node }, { $set: { lockedAt: null } })
        .catch(() => undefined)
    },
    runNow: async (name) => {
      const body = bodies.get(name)
      if (!body) throw new Error(`no job ${name}`)
      const run = body()
      asked.add(run)
      await run.finally(() => asked.delete(run))
    },
  }
}

/** While the database is away every look fails: said once, until a job runs again. */
function tellOnce(agenda: Agenda, logger: LogSink): void {
  let failing = false
  agenda.on('error', (error: unknown) => {
    if (!failing) logger.warn(described(error), 'jobs wait for the database')
    failing = true
  })
  agenda.on('start', () => {
    failing = false
  })
}

/** What may be said of an error in a log: never its words, which can hold a document's. */
export function described(error: unknown): { error: string; code?: string | number } {
  const { name, code } = error as Error & { code?: string | number }
  return { error: name, ...(code === undefined ? {} : { code }) }
}
