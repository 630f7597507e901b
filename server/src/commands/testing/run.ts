/** The operator's commands as processes, as `npm run` starts them. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type mongo } from 'mongoose'

const CACHE = resolve(import.meta.dirname, '../../../../.cache')

export interface Ran {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  readonly dataFolder: string
  readonly input?: string
  /** Given the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void
}

export type CommandName =
  'administrator' | 'account' | 'audit-verify' | 'export' | 'import' | 'import-bdpm' | 'import-interactions'

/** Runs a command to its end. */
export async function run(name: CommandName, args: readonly string[], options: RunOptions): Promise<Ran> {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, `../${name}.ts`), ...args], {
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      COLLOQUE_DATA: options.dataFolder,
      COLLOQUE_CACHE: CACHE,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A command that refuses its options ends without reading.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  options.onStart?.(child)
  const ended = once(child, 'exit') as Promise<[number | null]>
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, output, errors }
}

/** The options of a person, as `--key value`. */
export const person = (over: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries({
    team: 'Maison des essais',
    name: 'Anne Berger',
    email: 'anne@essais.example',
    profession: 'coordinator',
    ...over,
  }).flatMap(([key, value]) => [`--${key}`, value])

export interface TestData {
  readonly dataFolder: string
  readonly db: mongo.Db
  /** A path beside the data. */
  file(name: string): string
  remove(): Promise<void>
}

/** A data folder whose engine runs until `remove`: the commands join it, as they do beside a server. */
export async function openTestData(): Promise<TestData> {
  const folder = await mkdtemp(join(tmpdir(), 'colloque-commands-'))
  const dataFolder = join(folder, 'data')
  const engine = await startEmbeddedMongo({ folder: dataFolder, cacheFolder: CACHE })
  const connection = await mongoose.createConnection(engine.uri, { retryWrites: false }).asPromise()
  return {
    dataFolder,
    db: connection.db as never,
    file: (name) => join(folder, name),
    remove: async () => {
      await connection.close()
      await engine.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
    },
  }
}
