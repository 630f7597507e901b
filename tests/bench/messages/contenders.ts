/** Who posts to whom: bare servers and ours, in the same layout of processes. */
import { join } from 'node:path'
import { freePort, redisProgram, startRedis } from '@colloque/testing'
import { openInspector, profiled, type Inspector } from '../lib/inspector.ts'
import type { BenchContext, Contender, RoundFigures, Running } from '../lib/measure.ts'
import { startOurs, type House, type HouseOrder, type Ours } from '../lib/ours.ts'
import { startRemote, type Remote } from '../lib/remote.ts'
import type { BareServer } from './bare.process.ts'
import type { Clients, ConnectOrder, Room } from './clients.process.ts'

const BARE = join(import.meta.dirname, 'bare.process.ts')
const CLIENTS = join(import.meta.dirname, 'clients.process.ts')

/** Clients that listen, and the servers that they listen to. */
export interface Scene {
  readonly clients: Remote<Clients>
  readonly dialect: ConnectOrder['dialect']
  readonly rooms: readonly Room[]
  /** Of the servers alone. */
  serverPids(): readonly number[]
  /** Of servers and engine: what a delivery costs. */
  pids(): Promise<readonly number[]>
  inspect(): Promise<Inspector>
  readonly ours?: Ours
}

export interface Stage {
  /** Rooms, and clients in each. */
  readonly rooms: number
  readonly clients: number
  /** Of the clients in each room; all by default. */
  readonly listeners?: number
  /** What ours holds; accounts and circles are as large as the rooms need, by default. */
  readonly house?: Partial<HouseOrder>
  readonly nodes?: number
  /** With a Redis between the nodes, where this machine has one. */
  readonly redis?: boolean
  readonly environment?: Readonly<Record<string, string>>
  /** False where connecting is what is measured. */
  readonly connected?: boolean
}

type Play = (scene: Scene, context: BenchContext, round: number) => Promise<RoundFigures>

/** People in one circle: beyond that, they have several devices. */
const LARGEST_CIRCLE = 100
/** Enough that the limit of what one account may do, which stays on, is not what is measured. */
const MOST_ACCOUNTS = 400
const CONNECT_AT_ONCE = 32

export const bareSocketIo = (stage: Stage, play: Play): Contender => ({
  role: 'baseline',
  label: 'bare socket.io',
  start: (context) => startBare('socket.io', stage, play, context),
})

export const bareWs = (stage: Stage, play: Play): Contender => ({
  role: 'beside',
  label: 'bare ws',
  start: (context) => startBare('ws', stage, play, context),
})

export const ours = (
  stage: Stage,
  play: Play,
  as: Partial<Pick<Contender, 'role' | 'label'>> = {},
): Contender => ({
  role: 'ours',
  label: 'ours',
  ...as,
  start: (context) => startOurStage(stage, play, context),
})

async function startBare(
  kind: 'socket.io' | 'ws',
  stage: Stage,
  play: Play,
  context: BenchContext,
): Promise<Running> {
  const inspectorPort = await freePort()
  const server = startRemote<BareServer>(BARE, { execArgv: [`--inspect-port=${inspectorPort}`] })
  const clients = startRemote<Clients>(CLIENTS)
  const stop = async () => {
    await clients.stop()
    await server.stop()
  }
  try {
    const url = `http://127.0.0.1:${await server.call.listen(kind)}`
    const rooms = Array.from({ length: stage.rooms }, (_, n) => ({
      id: `room-${n}`,
      seq: 0,
      clients: Array.from({ length: stage.clients }, () => ({ url })),
      listeners: stage.listeners ?? stage.clients,
    }))
    const scene: Scene = {
      clients: clients.call,
      dialect: 'bare',
      rooms,
      serverPids: () => [server.pid],
      inspect: () => openInspector(server.pid, inspectorPort),
      pids: () => Promise.resolve([server.pid]),
    }
    await listen(scene, stage)
    return { run: (round) => play(scene, context, round), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startOurStage(stage: Stage, play: Play, context: BenchContext): Promise<Running> {
  const circle = Math.min(stage.clients, LARGEST_CIRCLE)
  const order = {
    accounts: Math.min(circle * stage.rooms, MOST_ACCOUNTS),
    cases: stage.rooms,
    circle,
    ...stage.house,
  }
  const { nodes = 1 } = stage
  const redis = stage.redis && redisProgram() ? await startRedis().catch(() => undefined) : undefined
  const environment = { ...stage.environment, ...(redis ? { REDIS_URL: redis.url } : {}) }
  const started = await startOurs(order, { nodes, environment })
  const clients = startRemote<Clients>(CLIENTS)
  const stop = async () => {
    await clients.stop()
    await started.stop()
    await redis?.stop()
  }
  try {
    const urls = started.servers.map(({ url }) => url)
    const rooms = roomsOf(started.house, stage, urls)
    const { serverPids, pids } = started
    const scene: Scene = {
      ...{ clients: clients.call, dialect: 'ours', rooms, serverPids, pids },
      inspect: () => started.inspect(),
      ours: started,
    }
    await listen(scene, stage)
    return { run: (round) => play(scene, context, round), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The first cases of a house; each room is on one of the servers. */
function roomsOf({ accounts, cases }: House, stage: Stage, urls: readonly string[]): Room[] {
  return cases.slice(0, stage.rooms).map(({ id, seq, circle }, n) => ({
    id,
    seq,
    clients: Array.from({ length: stage.clients }, (_, i) => ({
      url: urls[n % urls.length] as string,
      token: accounts[circle[i % circle.length] as number]?.token ?? '',
    })),
    listeners: stage.listeners ?? stage.clients,
  }))
}

async function listen({ clients, dialect, rooms }: Scene, { connected = true }: Stage): Promise<void> {
  if (connected) await clients.connect({ dialect, rooms, atOnce: CONNECT_AT_ONCE })
}

/** Some work of clients; where profiles are asked for, one of our first server is taken meanwhile. */
export async function watched<T>(
  { ours: isOurs, inspect }: Scene,
  { profiles }: BenchContext,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!isOurs || profiles === undefined) return work()
  const inspector = await inspect()
  try {
    return await profiled(inspector, join(profiles, `${name}.cpuprofile`), work)
  } finally {
    inspector.close()
  }
}
