import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { onTestFinished, vi } from 'vitest'
import { readEngineRecord } from '../engine-record.ts'
import { startEmbeddedMongo, type EmbeddedMongo, type EmbeddedMongoOptions } from '../index.ts'
import { CACHE_FOLDER } from './cache-folder.ts'

/** A folder that is removed after the test. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-mongo-test-'))
  onTestFinished(async () => {
    // Left by an engine that was killed and not started again.
    const record = await readEngineRecord(folder)
    if (record?.run.includes('/colloque-')) await rm(record.run, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return folder
}

/** Holds the engine of `folder` from this process; stopped after the test. */
export async function startEngine(
  folder: string,
  options: Partial<EmbeddedMongoOptions> = {},
): Promise<EmbeddedMongo> {
  const mongo = await startEmbeddedMongo({ folder, cacheFolder: CACHE_FOLDER, ...options })
  onTestFinished(() => mongo.stop())
  return mongo
}

/** A driver of its own, closed after the test. */
export function connect(uri: string): MongoClient {
  const client = new MongoClient(uri)
  onTestFinished(() => client.close())
  return client
}

/** Another server process that holds the engine of `folder`. */
export async function startServerProcess(folder: string, lingerMs: number) {
  const script = fileURLToPath(new URL('server.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, String(lingerMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async () => JSON.parse((await lines.next()).value ?? 'null') as Record<string, unknown>
  const first = await next()
  if (first['error'] !== undefined) throw new Error(String(first['error']))
  return {
    uri: String(first['uri']),
    enginePid: Number(first['pid']),
    /** The next change of the engine's state that this process saw. */
    nextState: next,
    kill: async () => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
    stop: async () => {
      child.stdin.write('stop\n')
      await once(child, 'exit')
    },
  }
}

/** Whether a process runs; one that has ended and waits for its parent does not. */
export async function runs(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z ')
    return !/\) Z |^ Z $/.test(status)
  }
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits until the process has ended. Resolves to how long that took, in milliseconds. */
export async function untilGone(pid: number, timeout: number): Promise<number> {
  const began = performance.now()
  await vi.waitFor(async () => !(await runs(pid)) || Promise.reject(new Error(`${pid} still runs`)), {
    timeout,
    interval: 20,
  })
  return performance.now() - began
}
