import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top folder of the project, with its symbolic links as they were given. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** A path inside the project: `inProject('client/dist')`. */
export const inProject = (...parts) => path.join(root, ...parts)
