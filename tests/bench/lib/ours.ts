/** Our servers as they run in production, over data that was put into their folder before. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort, startServer, type RunningServer } from '@colloque/testing'
import { openInspector, type Inspector } from './inspector.ts'

const ROOT = join(import.meta.dirname, '../../..')
const CACHE = join(ROOT, '.cache')
const BUILDER = join(ROOT, 'server/src/testing/bench/house.ts')

/** What is put into the data folder: see the program that does it. */
export interface HouseOrder {
  readonly accounts: number
  readonly cases: number
  readonly circle: number
  readonly messages?: number
  readonly tasks?: number
  /** More cases, with messages, that nobody works in. */
  readonly copies?: number
}

export interface House {
  readonly accounts: readonly { readonly id: string; readonly token: string }[]
  readonly cases: readonly {
    readonly id: string
    readonly seq: number
    /** Indexes of accounts. */
    readonly circle: readonly number[]
    readonly tasks: readonly string[]
  }[]
}

export interface Ours {
  readonly house: House
  readonly servers: readonly RunningServer[]
  /** Of the servers, without their engine. */
  serverPids(): number[]
  /** Of the servers and the engine. */
  pids(): Promise<number[]>
  inspect(server?: number): Promise<Inspector>
  stop(): Promise<void>
}

/** @throws when the house cannot be built or a server is not ready within two minutes */
export async function startOurs(
  order: HouseOrder,
  options: { readonly nodes?: number; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<Ours> {
  const folder = await mkdtemp(join(tmpdir(), 'colloque-bench-'))
  const servers: RunningServer[] = []
  const ports: number[] = []
  const stop = async (): Promise<void> => {
    for (const server of servers.toReversed()) await server.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 })
  }
  async function startNode(): Promise<void> {
    const port = await freePort()
    const environment = {
      NODE_ENV: 'production',
      NODE_OPTIONS: `--inspect-port=${port}`,
      ...options.environment,
    }
    servers.push(await startServer({ dataFolder: folder, demo: false, environment }))
    ports.push(port)
  }

  let house: House
  try {
    house = await buildHouse(order, folder)
    for (let node = 0; node < (options.nodes ?? 1); node += 1) await startNode()
  } catch (error) {
    await stop()
    throw error
  }
  const serverPids = () => servers.flatMap((server) => server.pid() ?? [])
  return {
    house,
    servers,
    serverPids,
    pids: async () => [...serverPids(), (await servers[0]?.enginePid()) ?? []].flat(),
    inspect: (server = 0) => openInspector(servers[server]?.pid() ?? NaN, ports[server] ?? NaN),
    stop,
  }
}

async function buildHouse(order: HouseOrder, folder: string): Promise<House> {
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [BUILDER, JSON.stringify({ ...order, folder, cacheFolder: CACHE })],
      { maxBuffer: 256 * 1024 * 1024 },
    )
    return JSON.parse(stdout) as House
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    throw new Error(`the house was not built: ${stderr.match(/^\w*Error.*$/m)?.[0] ?? stderr}`, {
      cause: error,
    })
  }
}
