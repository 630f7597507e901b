/**
 * A server as people start it: a process of its own with the demo house, on a free port, with data in a folder
 * of its own. Can be killed and started again on the same data and port.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { copyDemoHouse } from './demo-houses.ts'

const ROOT = resolve(import.meta.dirname, '../../..')

export interface RunningServer {
  readonly url: string
  readonly port: number
  readonly dataFolder: string
  /** Process id of the server. */
  pid(): number | undefined
  /** Process id of its database engine, as the data folder tells it. */
  enginePid(): Promise<number | undefined>
  /** Ends it at once, as a power cut would end the process. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, and waits until it is ready. */
  start(): Promise<void>
  /** Ends it cleanly and removes its data. */
  stop(): Promise<void>
  /** What it has written so far. */
  output(): string
}

export interface StartServerOptions {
  /** Data that another server uses already: a second node on one database. */
  readonly dataFolder?: string
  readonly environment?: Record<string, string>
  readonly demo?: boolean
  /** A free one by default; where something has to know it before the server is there, see `freePort`. */
  readonly port?: number
}

/** @throws when it is not ready within two minutes, with what it wrote */
export async function startServer({
  dataFolder,
  environment = {},
  demo = true,
  port: wanted,
}: StartServerOptions = {}): Promise<RunningServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'colloque-server-')))
  if (demo && !dataFolder)
    await copyDemoHouse(folder, async (made) => (await startServer({ dataFolder: made })).stop())
  const port = wanted ?? (await freePort())
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let output = ''

  const start = async () => {
    const started = spawn(process.execPath, [join(ROOT, 'server/src/main.ts')], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        PORT: String(port),
        COLLOQUE_DATA: folder,
        COLLOQUE_CACHE: join(ROOT, '.cache'),
        COLLOQUE_DEMO: demo ? '1' : '0',
        COLLOQUE_LOG: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    for (let attempt = 0; attempt < 1_200; attempt++) {
      if (started.exitCode !== null) break
      const ready = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (ready) return
      await wait(100)
    }
    throw new Error(`the server is not ready:\n${output.slice(-4_000)}`)
  }

  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }

  await start()
  return {
    url,
    port,
    dataFolder: folder,
    pid: () => child?.pid,
    enginePid: async () => {
      try {
        const { pid } = JSON.parse(await readFile(join(folder, 'engine.json'), 'utf8')) as { pid?: number }
        return pid
      } catch {
        return undefined
      }
    },
    kill: () => end('SIGKILL'),
    start,
    stop: async () => {
      await end('SIGTERM')
      if (!dataFolder) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
    },
    output: () => output,
  }
}

/** A port of the loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
