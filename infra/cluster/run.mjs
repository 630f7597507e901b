import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { ensureClientBuilt } from '../lib/client-build.mjs'
import { ensureInstalled } from '../lib/install.mjs'
import { inProject } from '../lib/paths.mjs'
import { ensurePortFree } from '../lib/port.mjs'
import { PlainError, say } from '../lib/say.mjs'
import { startCluster } from './cluster.mjs'

const PAUSE_MS = 5_000

/**
 * @param {string[]} args `--rolling`: restart the servers one after the other, again and again; `--no-build`: without
 *   building the client
 * @param {NodeJS.ProcessEnv} env as for `npm start`; PORT is the proxy's (8443)
 * @returns {Promise<number>} the exit code: 0 after Ctrl-C
 */
export async function runCluster(args, env) {
  const unknown = args.filter((arg) => !['--rolling', '--no-build'].includes(arg))
  if (unknown.length > 0) throw new PlainError(`Not known: ${unknown.join(' ')}`)
  const port = Number(env.PORT || 8443)
  await ensurePortFree(port, '127.0.0.1')
  await ensureInstalled()
  if (!args.includes('--no-build')) await ensureClientBuilt()

  const stopped = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopped.abort())
  say('Starting Redis, three servers and the proxy...')
  const cluster = await startCluster({
    port,
    signal: stopped.signal,
    env: {
      ...env,
      COLLOQUE_DEMO: env.COLLOQUE_DEMO ?? (env.NODE_ENV === 'production' ? '0' : '1'),
      COLLOQUE_DATA: env.COLLOQUE_DATA || inProject('.data'),
    },
  })
  if (!stopped.signal.aborted) {
    say(`\nThree servers are open at ${cluster.url}`)
    say(`Its certificate is this machine's own (${cluster.certificate}): browsers ask before they go on.`)
    say(`What the parts write is in ${cluster.folder}.`)
    say('"r" and Enter restarts the servers one after the other; Ctrl-C ends all of it.')
  }

  /** @type {Promise<unknown> | undefined} */
  let rolling
  const roll = () =>
    (rolling ??= cluster
      .restartOneByOne()
      .then(() => stopped.signal.aborted || say('All servers are back.'))
      .finally(() => (rolling = undefined)))
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => {
    if (line.trim() === 'r') roll().catch((error) => say(error.message))
  })
  const goOn = async () => {
    while (args.includes('--rolling') && !stopped.signal.aborted) {
      await roll()
      await wait(PAUSE_MS, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }
  await Promise.race([until(stopped.signal), goOn().then(() => until(stopped.signal))])
  say('Stopping...')
  lines.close()
  process.stdin.unref?.()
  await cluster.stop()
  return 0
}

const until = (signal) =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', resolve, { once: true })
  })
