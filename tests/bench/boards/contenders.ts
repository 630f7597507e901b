/** Who serves boards: the stock relay, which keeps nothing, and ours. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { caseBoardDocName } from '@colloque/board'
import { freePort } from '@colloque/testing'
import { openInspector, profiled, type Inspector } from '../lib/inspector.ts'
import type { BenchContext, Contender, RoundFigures, Running } from '../lib/measure.ts'
import { startOurs } from '../lib/ours.ts'
import { startRemote, type Remote } from '../lib/remote.ts'
import type { Board, Clients } from './clients.process.ts'

const CLIENTS = join(import.meta.dirname, 'clients.process.ts')
const RELAY = createRequire(import.meta.url).resolve('y-websocket-relay/package.json')

/** What a measure plays on. */
export interface Scene {
  readonly clients: Remote<Clients>
  readonly boards: readonly Board[]
  /** Of the server. */
  readonly pid: number
  /** Of server and engine. */
  pids(): Promise<readonly number[]>
  inspect(): Promise<Inspector>
  /** Ends the server at once and starts it on the same data. Only for one that has any. */
  restart?(): Promise<void>
}

export interface Stage {
  readonly boards: number
  /** At each. */
  readonly editors: number
  /** People in all: those of one board, by default. Nobody has more than a hundred connections. */
  readonly accounts?: number
}

type Play = (scene: Scene, context: BenchContext, round: number) => Promise<RoundFigures>

export const relay = (stage: Stage, play: Play): Contender => ({
  role: 'baseline',
  label: 'y-websocket relay, in memory',
  start: async (context) => {
    const port = await freePort()
    const server = spawn(process.execPath, [`--inspect-port=${port + 1}`, join(RELAY, '../bin/server.cjs')], {
      env: { HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await once(server.stdout, 'data')
    const pid = server.pid as number
    const boards = Array.from({ length: stage.boards }, () => {
      const url = `ws://127.0.0.1:${port}/${caseBoardDocName(randomUUID())}`
      return Array.from({ length: stage.editors }, () => ({ url, accountId: randomUUID() }))
    })
    return stand(
      { boards, pid, pids: () => Promise.resolve([pid]), inspect: () => openInspector(pid, port + 1) },
      play,
      context,
      async () => {
        server.kill('SIGKILL')
        await once(server, 'exit')
      },
    )
  },
})

export const ours = (stage: Stage, play: Play): Contender => ({
  role: 'ours',
  label: 'ours, stored before it is relayed',
  start: async (context) => {
    const { boards: cases, editors: circle, accounts = circle } = stage
    const started = await startOurs({ accounts, cases, circle })
    const [server] = started.servers
    if (!server) throw new Error('there is no server')
    const { house } = started
    const boards = house.cases.map(({ id, circle: people }) => {
      const url = `${server.url.replace(/^http/, 'ws')}/yjs/${caseBoardDocName(id)}`
      return people.map((index) => {
        const { id: accountId = '', token = '' } = house.accounts[index] ?? {}
        return { url, accountId, token }
      })
    })
    const scene = {
      boards,
      pid: server.pid() ?? NaN,
      pids: () => started.pids(),
      inspect: () => started.inspect(),
      restart: async () => {
        await server.kill()
        await server.start()
      },
    }
    return stand(scene, play, context, () => started.stop())
  },
})

async function stand(
  scene: Omit<Scene, 'clients'>,
  play: Play,
  context: BenchContext,
  stop: () => Promise<void>,
): Promise<Running> {
  const clients = startRemote<Clients>(CLIENTS)
  return {
    run: (round) => play({ ...scene, clients: clients.call }, context, round),
    stop: async () => {
      await clients.stop()
      await stop()
    },
  }
}

/** Some work of clients; where profiles are asked for, one of our server is taken meanwhile. */
export async function watched<T>(
  scene: Scene,
  { profiles }: BenchContext,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!scene.restart || profiles === undefined) return work()
  const inspector = await scene.inspect()
  try {
    return await profiled(inspector, join(profiles, `${name}.cpuprofile`), work)
  } finally {
    inspector.close()
  }
}
