/**
 * A real Redis for tests and benches, as a server is meant to use it: on the loopback, without persistence, so that a
 * kill loses all that it held.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './start-server.ts'

export interface RunningRedis {
  readonly url: string
  readonly port: number
  pid(): number | undefined
  /** Ends it at once; nothing of it is left. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty, and waits until it answers. */
  start(): Promise<void>
  /** Forgets all keys. */
  flush(): Promise<void>
  stop(): Promise<void>
}

/** The program, by COLLOQUE_TEST_REDIS; '' where this machine has none: such tests skip themselves then. */
export const redisProgram = (): string => process.env['COLLOQUE_TEST_REDIS'] ?? 'redis-server'

/** @throws when it does not answer within ten seconds, with what it wrote */
export async function startRedis({ port: wanted }: { readonly port?: number } = {}): Promise<RunningRedis> {
  const port = wanted ?? (await freePort())
  let child: ChildProcess | undefined
  let output = ''

  const start = async (): Promise<void> => {
    const settings = ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
    const started = spawn(redisProgram(), settings.map(String), { stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    started.on('error', (error) => (output += error.message))
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    for (let attempt = 0; attempt < 200 && started.exitCode === null; attempt += 1) {
      if ((await ask(port, 'PING').catch(() => '')).startsWith('+PONG')) return
      await wait(50)
    }
    throw new Error(`redis-server does not answer:\n${output.slice(-2_000)}`)
  }

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => child?.pid,
    kill: () => end('SIGKILL'),
    start,
    flush: async () => {
      await ask(port, 'FLUSHALL')
    },
    stop: () => end('SIGTERM'),
  }
}

/** One command over a connection of its own. @returns the answer as it came */
async function ask(port: number, command: string): Promise<string> {
  const socket = createConnection({ port, host: '127.0.0.1' })
  try {
    socket.write(`${command}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    return answer.toString()
  } finally {
    socket.destroy()
  }
}
