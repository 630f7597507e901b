import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inProject, root } from './paths.mjs'

const GENERATED = new Set(['node_modules', 'dist', '.cache', '.data'])

/**
 * Every file under a folder of the project that a person wrote, in a fixed order.
 *
 * @param {string} folder relative to the project
 * @returns {Promise<string[]>} paths relative to the project; none where there is no such folder
 */
export async function filesUnder(folder) {
  const entries = await readdir(inProject(folder), { withFileTypes: true }).catch(() => [])
  const found = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path.join(folder, entry.name)
    if (entry.isDirectory() && !GENERATED.has(entry.name)) found.push(...(await filesUnder(name)))
    else if (entry.isFile()) found.push(name)
  }
  return found
}

/** One hash over the names and contents of files, given relative to the project. */
export async function fingerprint(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = await readFile(path.join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** True when `stampFile` says that what stands beside it was made from this fingerprint. */
export const isMadeFrom = async (stampFile, print) =>
  (await readFile(stampFile, 'utf8').catch(() => '')).trim() === print

/** Leaves the fingerprint beside what was made from it: the last step, so that a broken-off one is done again. */
export const stamp = (stampFile, print) => writeFile(stampFile, `${print}\n`)
