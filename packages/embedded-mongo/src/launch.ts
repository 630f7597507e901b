import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { EmbeddedMongoError, type EmbeddedMongoErrorCode } from './errors.ts'

/** What the engine's process is started with. */
export interface EngineConfig {
  readonly folder: string
  /** The run folder to use again, so that this server's URI stays valid. */
  readonly run?: string
  readonly lingerMs: number
}

/** The one line that the engine's process says to the server that started it. */
export type EngineReport = { type: 'up' } | { type: 'failed'; code: EmbeddedMongoErrorCode; detail: string }

/** The program and the leading arguments that run Node for the engine (libc.ts). */
export type NodeCommand = readonly [program: string, ...args: string[]]

const LONGEST_LOG = 1e6

/**
 * Starts an engine's process and waits until it serves the folder.
 *
 * Resolves to its pid. The process leads a session of its own, so that Ctrl-C in the terminal reaches the server alone.
 * @throws EmbeddedMongoError as the engine reports it: `folder_in_use` where another one has the folder
 */
export async function launchEngine(
  node: NodeCommand,
  config: EngineConfig,
  logFile: string,
): Promise<number | undefined> {
  await mkdir(dirname(logFile), { recursive: true })
  if (((await stat(logFile).catch(() => undefined))?.size ?? 0) > LONGEST_LOG)
    await rename(logFile, `${logFile}.1`)
  const log = await open(logFile, 'a', 0o600)
  try {
    const [program, ...args] = node
    const child = spawn(
      program,
      [...args, fileURLToPath(new URL('engine.ts', import.meta.url)), JSON.stringify(config)],
      {
        detached: true,
        cwd: config.folder,
        // Nothing else: NODE_OPTIONS or LD_PRELOAD of the server may not fit the engine, and secrets stay here.
        env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], TZ: process.env['TZ'] },
        stdio: ['ignore', log.fd, log.fd, 'pipe'],
      },
    )
    const gone = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(`exit code ${code}, signal ${signal}`))
    })
    const line = await firstLine(child.stdio[3] as Readable)
    if (line === undefined)
      throw new EmbeddedMongoError('engine_failed', `${await gone}. ${await lastWords(logFile)}`)
    const report = JSON.parse(line) as EngineReport
    if (report.type === 'failed') {
      await gone
      throw new EmbeddedMongoError(report.code, report.detail)
    }
    // From here on others may need the engine: this process neither waits for it nor takes it along.
    child.unref()
    return child.pid
  } finally {
    await log.close()
  }
}

/** Node's own path: under another loader `process.execPath` would be the loader. */
export function realNode(): string {
  return realpathSync(process.execPath)
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  let text = ''
  stream.setEncoding('utf8')
  try {
    for await (const chunk of stream) {
      text += String(chunk)
      if (text.includes('\n')) return text.slice(0, text.indexOf('\n'))
    }
  } catch {
    // The pipe broke with the process: there is no line.
  }
  return undefined
}

async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '')
  return `The end of ${logFile}: ${text.slice(-600)}`
}
