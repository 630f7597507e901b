import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { inProject } from './paths.mjs'
import { PlainError } from './say.mjs'

/** The pnpm that every script uses, fetched through npx. It is the one that wrote pnpm-lock.yaml. */
export const PNPM = 'pnpm@12.21.0'

/** TypeScript runs without a build from this release on. */
const RUNS_TYPESCRIPT = 24

/** The folder that holds the Node of the lockfile, or that of a Node which will do instead. */
function nodeFolder() {
  const pinned = inProject('node_modules', `node-${process.platform}-${process.arch}`, 'bin')
  if (existsSync(path.join(pinned, 'node'))) return pinned
  if (Number(process.versions.node.split('.')[0]) >= RUNS_TYPESCRIPT) return path.dirname(process.execPath)
  throw new PlainError(
    `There is no packaged Node ${RUNS_TYPESCRIPT} for ${process.platform} ${process.arch}: ` +
      `install Node ${RUNS_TYPESCRIPT} yourself and run this again with it.`,
  )
}

/** The Node that runs the project, once the dependencies are there. */
export const pinnedNode = () => path.join(nodeFolder(), 'node')

/**
 * `env` with the project's Node first on its PATH, so that every child runs on it, and with what Node has compiled kept
 * for the next one: a server starts in three quarters of the time.
 */
export const withPinnedNode = (env = process.env) => ({
  NODE_COMPILE_CACHE: inProject('.cache', 'compiled'),
  ...env,
  PATH: [nodeFolder(), env.PATH].filter(Boolean).join(path.delimiter),
})
