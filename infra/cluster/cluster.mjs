import { mkdir } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { inProject } from '../lib/paths.mjs'
import { pinnedNode, withPinnedNode } from '../lib/pinned-node.mjs'
import { freePort } from '../lib/port.mjs'
import { PlainError, say } from '../lib/say.mjs'
import { provideTools } from '../lib/tools.mjs'
import { ensureCertificate } from './certificate.mjs'
import { answers, createPart } from './part.mjs'

const NODES = 3
/** By their names in haproxy.cfg. */
const NAMES = ['one', 'two', 'three']
const TOOLS = {
  redis: 'COLLOQUE_TEST_REDIS',
  haproxy: 'COLLOQUE_TEST_PROXY',
  openssl: 'COLLOQUE_TEST_OPENSSL',
}

/**
 * Starts Redis, three servers on one database, and the proxy.
 *
 * @param {{ env: NodeJS.ProcessEnv, port: number, signal: AbortSignal }} options what the servers are told besides, the
 *   proxy's port, and a signal after which nothing is started any more
 * @returns {Promise<{ url: string, certificate: string, folder: string,
 *   restartOneByOne(): Promise<void>, stop(): Promise<void> }>}
 * @throws {PlainError} when a part is missing or does not start; nothing is left running then
 */
export async function startCluster({ env, port, signal }) {
  const tools = await findTools()
  const folder = inProject('.cache', 'cluster')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { certificate, pem } = await ensureCertificate(folder, tools.openssl)
  const url = `https://localhost:${port}`
  const redisPort = await freePort()
  const insidePort = await freePort()
  const ports = await Promise.all(Array.from({ length: NODES }, freePort))
  const log = (name) => path.join(folder, `${port}-${name}.log`)

  const redis = createPart({
    name: 'Redis',
    command: tools.redis,
    args: ['--port', redisPort, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'].map(String),
    env,
    log: log('redis'),
    isReady: () => accepts(redisPort),
  })
  const servers = ports.map((own, index) =>
    createPart({
      name: `Server ${NAMES[index]}`,
      command: pinnedNode(),
      args: [inProject('server', 'src', 'main.ts')],
      env: {
        ...withPinnedNode(env),
        HOST: '127.0.0.1',
        PORT: String(own),
        COLLOQUE_PROXIES: '1',
        COLLOQUE_ORIGINS: url,
        REDIS_URL: `redis://127.0.0.1:${redisPort}`,
      },
      log: log(`server-${NAMES[index]}`),
      isReady: () => answers(`http://127.0.0.1:${own}/readyz`),
    }),
  )
  const proxy = createPart({
    name: 'The proxy',
    command: tools.haproxy,
    args: ['-db', '-f', inProject('infra', 'cluster', 'haproxy.cfg')],
    env: {
      ...env,
      COLLOQUE_LISTEN: `127.0.0.1:${port}`,
      COLLOQUE_CERTIFICATE: pem,
      COLLOQUE_INSIDE: `127.0.0.1:${insidePort}`,
      ...Object.fromEntries(ports.map((own, index) => [`COLLOQUE_NODE_${index + 1}`, `127.0.0.1:${own}`])),
    },
    log: log('proxy'),
    isReady: () => answers(`http://127.0.0.1:${insidePort}/healthz`),
  })

  /** How the proxy sees a server: what it says of itself as CSV, in which the 2nd field is the name, the 18th the state. */
  async function isSeen(name) {
    const csv = await (await fetch(`http://127.0.0.1:${insidePort}/;csv`)).text()
    return csv.split('\n').some((line) => {
      const fields = line.split(',')
      return fields[0] === 'servers' && fields[1] === name && fields[17] === 'UP'
    })
  }
  async function untilSeen(name) {
    for (let attempt = 0; attempt < 150 && !signal.aborted && !(await isSeen(name)); attempt++)
      await wait(100)
  }
  const begin = async (part) => {
    if (!signal.aborted) await part.start()
  }

  const cluster = {
    url,
    certificate,
    folder,
    async restartOneByOne() {
      for (const [index, server] of servers.entries()) {
        if (signal.aborted) return
        say(`${server.name} leaves...`)
        await server.stop('SIGTERM')
        await begin(server)
        await untilSeen(NAMES[index])
        if (signal.aborted) return
        say(`${server.name} is back.`)
      }
    },
    /** Nobody waits for others here: SIGINT, as at a terminal. */
    async stop() {
      await Promise.all(servers.map((server) => server.stop('SIGINT')))
      await proxy.stop()
      await redis.stop()
    },
  }
  signal.addEventListener('abort', () => void cluster.stop())
  try {
    // The first server makes the house, the others find it.
    const [first, ...others] = servers
    for (const part of [redis, first]) await begin(part)
    await Promise.all([...others, proxy].map(begin))
    await Promise.all(NAMES.map(untilSeen))
  } catch (error) {
    await cluster.stop()
    throw error
  }
  return cluster
}

async function findTools() {
  const found = await provideTools(Object.values(TOOLS))
  const tools = Object.fromEntries(Object.entries(TOOLS).map(([name, variable]) => [name, found[variable]]))
  const missing = Object.keys(tools).filter((name) => !tools[name])
  if (missing.length > 0) throw new PlainError(`A cluster needs ${missing.join(', ')}.`)
  return tools
}

/** Whether somebody listens on a port of the loopback. */
function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
