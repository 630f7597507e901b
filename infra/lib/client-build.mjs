import { existsSync } from 'node:fs'
import { fingerprint, filesUnder, isMadeFrom, stamp } from './fingerprint.mjs'
import { inProject } from './paths.mjs'
import { pinnedNode, withPinnedNode } from './pinned-node.mjs'
import { run } from './run.mjs'
import { elapsed, PlainError, say } from './say.mjs'

const STAMP = inProject('client', 'dist', '.built-from')

/** Sources that the build makes besides, which the client's types need. */
const GENERATED = inProject('client', 'node_modules', '.nuxt-ui')

const isTest = (file) => /\.test\.ts$/.test(file)

/** What the client is built from: its sources, the packages it may import, and the versions of the lockfile. */
async function clientSources() {
  const files = [...(await filesUnder('client')), ...(await filesUnder('packages')), 'pnpm-lock.yaml']
  return files.filter((file) => !isTest(file))
}

/**
 * Builds the client into client/dist, unless what is there was built from the same sources.
 *
 * @throws {PlainError} when it does not build
 */
export async function ensureClientBuilt() {
  const print = await fingerprint(await clientSources())
  if (existsSync(GENERATED) && (await isMadeFrom(STAMP, print))) return
  const from = performance.now()
  say('Building the client...')
  const vite = inProject('client', 'node_modules', 'vite', 'bin', 'vite.js')
  const { code } = await run(pinnedNode(), [vite, 'build', 'client', '--logLevel', 'warn'], {
    env: withPinnedNode(),
  })
  if (code !== 0) throw new PlainError('The client could not be built: see the lines above.')
  await stamp(STAMP, print)
  say(`Client built in ${elapsed(from)}.`)
}
