import {
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { basename, join } from 'node:path'

/**
 * The folder of the sockets. It is short (a socket's path ends at 107 bytes, 103 on macOS, however deep the
 * data folder lies), closed to other users, and outlives the engine, so that a URI stays valid when the engine
 * is started again: clients connect through symbolic links that point to the sockets of the engine of now.
 */
export type Door = 'mongo' | 'hold'

/** The path that clients connect to. */
export function doorPath(run: string, door: Door): string {
  return join(run, `${door}.sock`)
}

/** The socket that this process listens on, behind the door. */
export function socketPath(run: string, door: Door): string {
  return join(run, `${door}.${process.pid}.sock`)
}

/** Device and inode: unlike a path or a stored id, they do not come along when a data folder is copied. */
export async function identityOf(folder: string): Promise<string> {
  const { dev, ino } = await stat(folder)
  return `${dev}:${ino}`
}

/**
 * Takes the first of `candidates` that is ours, or may be made, and else a new folder.
 *
 * Names are random and known through the data folder only: a fixed name in /tmp could be taken first by
 * another user. A folder that serves another data folder is left alone: copying a data folder copies
 * `engine.json`, and the copy's engine must not take over the original's door.
 */
export async function claimRunFolder(candidates: string[], identity: string): Promise<string> {
  for (const run of candidates) {
    if (await claim(run, identity)) return run
  }
  const base = tmpdir().length <= 40 ? tmpdir() : '/tmp'
  const run = await mkdtemp(join(base, 'colloque-'))
  await writeFile(identityPath(run), identity)
  return run
}

async function claim(run: string, identity: string): Promise<boolean> {
  try {
    await mkdir(run, { mode: 0o700 })
    await writeFile(identityPath(run), identity)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false
  }
  const found = await lstat(run)
  const closed = found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0
  return closed && (await readFile(identityPath(run), 'utf8').catch(() => '')) === identity
}

/** Lets the doors lead to this process, each in one step. Called again it renews them: cleaners of /tmp go by age. */
export async function openDoors(run: string): Promise<void> {
  for (const door of ['mongo', 'hold'] as const) {
    const draft = `${doorPath(run, door)}.${process.pid}`
    await rm(draft, { force: true })
    await symlink(basename(socketPath(run, door)), draft)
    await rename(draft, doorPath(run, door))
  }
}

/** Removes the sockets that engines before this one left behind. */
export async function removeDeadSockets(run: string): Promise<void> {
  const kept = new Set(
    ['folder', 'mongo.sock', 'hold.sock'].concat(
      ...(['mongo', 'hold'] as const).map((door) => basename(socketPath(run, door))),
    ),
  )
  for (const name of await readdir(run)) {
    if (!kept.has(name)) await rm(join(run, name), { force: true })
  }
}

function identityPath(run: string): string {
  return join(run, 'folder')
}
