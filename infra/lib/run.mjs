import { spawn } from 'node:child_process'
import process from 'node:process'
import { root } from './paths.mjs'
import { Interrupted, PlainError } from './say.mjs'

const STOP = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }

/**
 * Runs a command in the project's folder and waits for its end.
 *
 * A terminal sends Ctrl-C to all of the group at once, a supervisor to this process alone: so a signal is passed
 * on, and this process ends only after the command has.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, capture?: boolean, ownGroup?: boolean }} options `capture` collects the output
 *   instead of showing it; `ownGroup` is for a command such as npx that does not pass signals on to what it started
 * @returns {Promise<{ code: number, output: string }>}
 * @throws {PlainError} when the command cannot be started, or was interrupted
 */
export function run(command, args, { env = process.env, capture = false, ownGroup = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      detached: ownGroup,
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    const chunks = []
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))

    let stoppedBy
    const passOn = (signal) => {
      stoppedBy = signal
      if (ownGroup) killGroup(child.pid, signal)
      else child.kill(signal)
    }
    for (const signal of Object.keys(STOP)) process.on(signal, passOn)
    const done = () => {
      for (const signal of Object.keys(STOP)) process.off(signal, passOn)
    }

    child.on('error', (error) => {
      done()
      reject(new PlainError(`Could not run ${command}: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      done()
      if (stoppedBy) reject(new Interrupted(STOP[stoppedBy]))
      else resolve({ code: code ?? (signal ? 1 : 0), output: Buffer.concat(chunks).toString() })
    })
  })
}

function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal)
  } catch {
    // It ended just now.
  }
}
