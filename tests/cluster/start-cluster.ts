import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { freePort } from '@colloque/testing'

const ROOT = resolve(import.meta.dirname, '../..')

/** The cluster as `npm run cluster` starts it: Redis, three servers on one engine, the proxy with TLS. */
export interface RunningCluster {
  readonly url: string
  /** Restarts the servers one after the other; resolves when the last is back. */
  restartOneByOne(): Promise<void>
  /** What it has said so far. */
  output(): string
  stop(): Promise<void>
}

/** Whether this machine has what the cluster needs. */
export const hasClusterTools = ['REDIS', 'PROXY', 'OPENSSL'].every(
  (name) => process.env[`COLLOQUE_TEST_${name}`] !== '',
)

/** @throws when it is not open within four minutes, with what it said */
export async function startCluster(environment: Record<string, string>): Promise<RunningCluster> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'colloque-cluster-'))
  const port = await freePort()
  const env = {
    ...process.env,
    NODE_ENV: '',
    PORT: String(port),
    COLLOQUE_DATA: dataFolder,
    COLLOQUE_LOG: 'info',
  }
  const cluster = spawn(process.execPath, [join(ROOT, 'infra/cluster.mjs'), '--no-build'], {
    cwd: ROOT,
    env: { ...env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [cluster.stdout, cluster.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))

  const stop = async () => {
    if (cluster.exitCode === null) {
      const gone = once(cluster, 'exit')
      cluster.kill('SIGINT')
      await gone
    }
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 500 })
  }
  /** Until it has said something once more. */
  const said = async (words: string, ms: number, since = 0) => {
    const end = performance.now() + ms
    while (!output.slice(since).includes(words)) {
      if (cluster.exitCode !== null || performance.now() > end) {
        await stop()
        throw new Error(`the cluster has not said "${words}":\n${output.slice(-4_000)}`)
      }
      await wait(50)
    }
  }

  await said('Ctrl-C ends all', 240_000)
  trust(await readFile(/\((\S+certificate\.pem)\)/.exec(output)![1]!, 'utf8'))
  return {
    url: `https://localhost:${port}`,
    restartOneByOne: async () => {
      const since = output.length
      cluster.stdin.write('r\n')
      await said('All servers are back', 120_000, since)
    },
    output: () => output,
    stop,
  }
}

/** For all that this process connects to. */
function trust(certificate: string): void {
  setDefaultCACertificates([...getCACertificates('default'), certificate])
}
