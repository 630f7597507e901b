import { existsSync } from 'node:fs'
import { readdir, rm, statfs } from 'node:fs/promises'
import process from 'node:process'
import { fingerprint, isMadeFrom, stamp } from './fingerprint.mjs'
import { inProject, root } from './paths.mjs'
import { PNPM } from './pinned-node.mjs'
import { run } from './run.mjs'
import { elapsed, PlainError, say } from './say.mjs'

const STAMP = inProject('node_modules', '.colloque-installed')

/** What the packages and their store take on disk, in megabytes, with some room for building. */
const NEEDED_MB = 1200

/** What decides which packages are installed: the lockfile, the workspace, and each package's own list. */
async function manifests() {
  const packages = await readdir(inProject('packages'))
  return ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml']
    .concat(
      ['server', 'client', 'tests', ...packages.sort().map((name) => `packages/${name}`)].map(
        (folder) => `${folder}/package.json`,
      ),
    )
    .filter((file) => existsSync(inProject(file)))
}

async function freeMegabytes() {
  const { bavail, bsize } = await statfs(root)
  return Math.floor((bavail * bsize) / 1e6)
}

/**
 * Installs the dependencies of the lockfile, unless they are there already.
 *
 * @throws {PlainError} when they cannot be had
 */
export async function ensureInstalled() {
  const print = await fingerprint(await manifests())
  if (await isMadeFrom(STAMP, print)) return
  const free = await freeMegabytes()
  if (free < NEEDED_MB)
    throw new PlainError(
      `The disk is nearly full: the dependencies need ${NEEDED_MB} MB, ${free} MB are free in ${root}.`,
    )

  const from = performance.now()
  say('Installing the dependencies (the first time takes a minute or two)...')
  await rm(STAMP, { force: true })
  const { code } = await run('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    // Without CI pnpm asks at the terminal before it replaces a folder that another version installed. A silent npm
    // around us must not silence the reason of a failure, and building needs what NODE_ENV=production leaves out.
    env: { ...process.env, CI: 'true', npm_config_loglevel: undefined, NODE_ENV: undefined },
    ownGroup: true,
  })
  if (code !== 0) {
    const left = await freeMegabytes()
    throw new PlainError(
      left < 50
        ? `The dependencies could not be installed: the disk is full (${left} MB free in ${root}).`
        : 'The dependencies could not be installed: see the lines above. The npm registry must be reachable for this.',
    )
  }
  await stamp(STAMP, print)
  say(`Dependencies installed in ${elapsed(from)}.`)
}
