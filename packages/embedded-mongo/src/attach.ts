import { setTimeout as sleep } from 'node:timers/promises'
import { markedPids } from './crash-marker.ts'
import { readEngineRecord } from './engine-record.ts'
import { EmbeddedMongoError } from './errors.ts'
import { takeHold, type Hold } from './hold.ts'
import { launchEngine, type EngineConfig, type NodeCommand } from './launch.ts'
import { doorPath, identityOf } from './run-folder.ts'

/** How long a folder may be locked by nobody we can see, before we give up. */
const LOCKED_BY_STRANGER_MS = 5_000
const LONGEST_PAUSE_MS = 1_000

export interface Attachment {
  readonly hold: Hold
  /** Whether this process started the engine, rather than found it. */
  readonly startedHere: boolean
}

/**
 * Takes a hold on the folder's engine: the running one, or one that this process starts.
 *
 * Nothing is locked for it: the engine locks the folder, so of two processes that begin at once one engine stays,
 * and the other's server finds it. Records may be stale and pids used again; only an answer counts.
 * @throws EmbeddedMongoError; the signal's reason once that is aborted
 */
export async function attach(
  node: NodeCommand,
  config: EngineConfig,
  logFile: string,
  signal?: AbortSignal,
): Promise<Attachment> {
  const identity = await identityOf(config.folder)
  const began = Date.now()
  let startedPid: number | undefined
  for (let pause = 50; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const hold = await holdRunning(config.folder, identity)
    if (hold !== undefined) return { hold, startedHere: hold.pid === startedPid }
    signal?.throwIfAborted()
    try {
      startedPid = await launchEngine(node, config, logFile)
    } catch (error) {
      if (!(error instanceof EmbeddedMongoError) || error.code !== 'folder_in_use') throw error
      // Ending, or recovering from a crash: that may take its time, but it is seen to be at work.
      const busy = (await markedPids(config.folder)).some(isAlive)
      if (!busy && Date.now() - began > LOCKED_BY_STRANGER_MS) {
        throw new EmbeddedMongoError(
          'folder_in_use',
          `another process (of another container or user?) has ${config.folder} open. End it, or choose another folder. ${error.detail}`,
        )
      }
      await sleep(pause)
    }
  }
}

async function holdRunning(folder: string, identity: string): Promise<Hold | undefined> {
  const record = await readEngineRecord(folder)
  return record && takeHold(doorPath(record.run, 'hold'), record.run, identity)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
