import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './sync-folder.ts'

const PREFIX = 'db-open.'

/**
 * A file that says that a process has the database open; one that is found at start was left by a crash.
 *
 * Each process has a marker of its own, because it must be removed after the database is closed, when another
 * process may have it open already. Of two that begin at once one may take the other's marker for a crash's: then
 * the database is validated for nothing.
 */
export interface CrashMarker {
  readonly crashedBefore: boolean
  /** Removes what earlier processes left: only once the database is ours, and has been validated. */
  removeOthers(): Promise<void>
  remove(): Promise<void>
}

export async function leaveCrashMarker(folder: string): Promise<CrashMarker> {
  const found = (await readdir(folder)).filter((name) => name.startsWith(PREFIX))
  const own = PREFIX + process.pid
  const remove = (name: string) => rm(join(folder, name), { force: true })
  await writeFile(join(folder, own), '')
  // A power cut is a crash too.
  await syncFolder(folder)
  return {
    crashedBefore: found.length > 0,
    removeOthers: async () => {
      for (const name of found) if (name !== own) await remove(name)
    },
    remove: () => remove(own),
  }
}

/** Pids that say they have the database open, or are opening it. */
export async function markedPids(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [] as string[])
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => Number(name.slice(PREFIX.length)))
}
