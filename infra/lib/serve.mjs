import { spawn } from 'node:child_process'
import process from 'node:process'
import { inProject, root } from './paths.mjs'
import { pinnedNode, withPinnedNode } from './pinned-node.mjs'
import { PlainError, say } from './say.mjs'

/** A terminal reaches the server by itself; how long to wait for that before passing the signal on, in ms. */
const PASS_ON_AFTER = 500

/** npm repeats a Ctrl-C within milliseconds; one that comes later than this, in ms, is a person who will not wait. */
const IMPATIENT_AFTER = 1000

/** How long the server may take to close, in ms; one of several leaves the others first. */
const CLOSED_WITHIN = 40_000

/**
 * Runs the server until it ends. A signal ends it; the second one of an impatient person ends it at once.
 *
 * @param {NodeJS.ProcessEnv} env the server's configuration
 * @param {string} entry the server's main file
 * @returns {Promise<number>} 0 when it was told to stop and did, else the server's own exit code
 */
export function serve(env, entry = inProject('server', 'src', 'main.ts')) {
  const server = spawn(pinnedNode(), [entry], { cwd: root, env: withPinnedNode(env), stdio: 'inherit' })
  let stoppingSince
  let killed = false
  const timers = []

  const kill = (why) => {
    killed = true
    say(why)
    server.kill('SIGKILL')
  }
  const stop = () => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > IMPATIENT_AFTER) kill('Stopped without waiting.')
      return
    }
    stoppingSince = performance.now()
    timers.push(setTimeout(() => server.kill('SIGTERM'), PASS_ON_AFTER))
    timers.push(
      setTimeout(
        () => kill(`The server did not close within ${CLOSED_WITHIN / 1000} s: stopped.`),
        CLOSED_WITHIN,
      ),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)

  return new Promise((resolve, reject) => {
    server.on('error', (error) => reject(new PlainError(`Could not start the server: ${error.message}`)))
    server.on('exit', (code, signal) => {
      timers.forEach(clearTimeout)
      if (killed) resolve(1)
      else if (stoppingSince !== undefined && (code === 0 || signal)) resolve(0)
      else resolve(code ?? 1)
    })
  })
}
