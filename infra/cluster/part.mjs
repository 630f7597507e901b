import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, closeSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../lib/paths.mjs'
import { PlainError, say } from '../lib/say.mjs'

const AGAIN_AFTER_MS = 1_000

/**
 * One process of the cluster, started again when it ends without being asked. In a group of its own, so that Ctrl-C
 * reaches it through us alone, in order.
 *
 * @param {{ name: string, command: string, args: string[], env: NodeJS.ProcessEnv, log: string,
 *   isReady: () => Promise<boolean> }} options `log` is a file for what it writes
 */
export function createPart({ name, command, args, env, log, isReady }) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child
  let wanted = false

  const running = () =>
    child?.pid !== undefined && child.exitCode === null && child.signalCode === null ? child : undefined

  function begin() {
    const out = openSync(log, 'a')
    const begun = spawn(command, args, { cwd: root, env, stdio: ['ignore', out, out], detached: true })
    closeSync(out)
    child = begun
    begun.on('error', (error) => say(`${name} cannot be started: ${error.message}`))
    begun.on('exit', async (code, signal) => {
      if (!wanted || child !== begun) return
      say(`${name} ended by itself (${code ?? signal}); its words are in ${log}. Starting it again.`)
      await wait(AGAIN_AFTER_MS)
      if (wanted && child === begun) begin()
    })
  }

  return {
    name,
    /** Begins it, and waits until it is ready. @throws {PlainError} when it is not within two minutes */
    async start() {
      wanted = true
      begin()
      const end = performance.now() + 120_000
      while (!(await isReady().catch(() => false))) {
        if (!wanted) return
        // The first time, what keeps it from starting is not going to go away.
        if (!running() || performance.now() > end) {
          wanted = false
          throw new PlainError(`${name} did not start; its words are in ${log}`)
        }
        await wait(100)
      }
    },
    /** Ends it. @param {NodeJS.Signals} signal */
    async stop(signal = 'SIGTERM') {
      wanted = false
      const ending = running()
      if (!ending) return
      const gone = once(ending, 'exit')
      ending.kill(signal)
      await gone
    },
  }
}

/** Whether an address answers well. */
export const answers = async (url) => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
