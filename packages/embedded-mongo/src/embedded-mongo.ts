import { mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { attach } from './attach.ts'
import { freeBytes, ROOM_FLOOR } from './disk.ts'
import type { Hold } from './hold.ts'
import { nodeForEngine } from './libc.ts'
import { doorPath } from './run-folder.ts'

export type EngineState = 'starting' | 'up' | 'down'

/** A server's share in the engine of one data folder. */
export interface EmbeddedMongo {
  /**
   * Where drivers connect: a Unix socket. Stays valid when the engine is started again. Writes are journalled before
   * they are acknowledged, as on a replica set, unless they ask for `{ w: 1, j: false }`.
   */
  readonly uri: string
  /** Whether the disk of the data folder has 200 MB free. Below that, refuse writes: on a full disk the engine dies. */
  hasRoom(): Promise<boolean>
  /** The engine's process; undefined while it is being started again. */
  pid(): number | undefined
  /** Calls `listener` at each start and end of the engine. Returns how to stop that. */
  onStateChange(listener: (state: EngineState) => void): () => void
  /** Gives up this server's hold. Resolves when the engine has ended, unless others hold it. */
  stop(): Promise<void>
}

export interface EmbeddedMongoOptions {
  /** The data folder; made if it is missing. */
  folder: string
  /** Where Debian's C library is kept, if this machine's is too old. */
  cacheFolder: string
  /** Told what takes time, in English, for a person who waits. */
  onProgress?: (text: string) => void
  /** How long an engine waits for another server when its last one was killed; 10,000 ms by default. */
  lingerMs?: number
  /** The database named in the URI; `colloque` by default. */
  database?: string
  /** The engine's log; `engine.log` in the data folder by default. */
  logFile?: string
}

const RESTART_PAUSE_MS = 100
const LONGEST_RESTART_PAUSE_MS = 5_000
/** Whoever did not start the engine lets the one who did go first. */
const COURTESY_MS = 150
const STOP_WITHIN_MS = 15_000

/**
 * Starts the engine of `options.folder`, or joins the one that another process of this machine has started. From
 * then on every process that holds it watches it: when it dies, those that live start it again.
 * @throws EmbeddedMongoError
 */
export async function startEmbeddedMongo(options: EmbeddedMongoOptions): Promise<EmbeddedMongo> {
  const { cacheFolder, onProgress = () => {}, lingerMs = 10_000, database = 'colloque' } = options
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const folder = await realpath(options.folder)
  const logFile = resolve(options.logFile ?? join(folder, 'engine.log'))
  const node = await nodeForEngine(resolve(cacheFolder), onProgress)

  const listeners = new Set<(state: EngineState) => void>()
  const tell = (state: EngineState) => listeners.forEach((listener) => listener(state))
  const stopping = new AbortController()

  let { hold, startedHere }: { hold: Hold | undefined; startedHere: boolean } = await attach(
    node,
    { folder, lingerMs },
    logFile,
  )
  const { run } = hold as Hold
  const supervision = supervise()

  async function supervise(): Promise<void> {
    while (hold !== undefined) {
      await hold.ended
      hold = undefined
      if (stopping.signal.aborted) return
      tell('down')
      await attachAgain()
    }
  }

  async function attachAgain(): Promise<void> {
    await pause(startedHere ? 0 : COURTESY_MS)
    for (
      let ms = RESTART_PAUSE_MS;
      !stopping.signal.aborted;
      ms = Math.min(ms * 2, LONGEST_RESTART_PAUSE_MS)
    ) {
      tell('starting')
      try {
        ;({ hold, startedHere } = await attach(node, { folder, run, lingerMs }, logFile, stopping.signal))
        if (stopping.signal.aborted) await hold.release(STOP_WITHIN_MS)
        else tell('up')
        return
      } catch (error) {
        if (stopping.signal.aborted) return
        onProgress(
          `The database engine does not start: ${error instanceof Error ? error.message : String(error)}`,
        )
        tell('down')
        await pause(ms)
      }
    }
  }

  /** Cut short by `stop`. */
  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => {})
  }

  const socket = encodeURIComponent(doorPath(run, 'mongo'))
  return {
    // A replica set acknowledges by majority unless told otherwise; a lone engine would without its journal.
    uri: `mongodb://${socket}/${database}?directConnection=true&w=majority&journal=true`,
    hasRoom: async () => (await freeBytes(folder)) > ROOM_FLOOR,
    pid: () => hold?.pid,
    onStateChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop: async () => {
      stopping.abort()
      await hold?.release(STOP_WITHIN_MS)
      await supervision
    },
  }
}
