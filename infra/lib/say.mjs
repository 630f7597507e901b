import process from 'node:process'

/** One line about what is going on, for the person who waits. */
export const say = (line) => process.stdout.write(`${line}\n`)

/** An error that a person can act on: shown as its message alone, without a stack. */
export class PlainError extends Error {
  exitCode = 1
}

/** Somebody stopped the script: nothing else is tried. */
export class Interrupted extends PlainError {
  /** @param {number} exitCode 128 and the signal's number, as shells do */
  constructor(exitCode) {
    super('Interrupted.')
    this.exitCode = exitCode
  }
}

/** Runs a script's main function; what it returns is the exit code. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0
  } catch (error) {
    process.stderr.write(`${error instanceof PlainError ? error.message : error.stack}\n`)
    process.exitCode = error.exitCode ?? 1
  }
}

/** "4.2 s", "1 min 12 s" since `from`, a `performance.now()` in milliseconds. */
export function elapsed(from) {
  const seconds = (performance.now() - from) / 1000
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
