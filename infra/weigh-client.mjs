/** `npm run bench:weight`: what a browser fetches before the first screen of somebody signed in, compressed. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { inProject } from './lib/paths.mjs'
import { withPinnedNode } from './lib/pinned-node.mjs'
import { run } from './lib/run.mjs'
import { main, PlainError, say } from './lib/say.mjs'

const LIMIT_KB = 250
/** What Accueil is made of; each brings its static imports. */
const FIRST_SCREEN = ['index.html', 'src/app/Shell.vue', 'src/features/notification/HomePage.vue']
const BESIDES = ['index.html', 'colour-mode.js', 'icon.svg']
const OUT = inProject('.cache', 'weight')

/** The files of these modules and of all that they import statically. */
function filesOf(manifest, modules, seen = new Set()) {
  for (const name of modules) {
    if (seen.has(name)) continue
    if (!manifest[name]) throw new PlainError(`${name} is not in the build: see infra/weigh-client.mjs`)
    seen.add(name)
    filesOf(manifest, manifest[name].imports ?? [], seen)
  }
  return [...seen].flatMap((name) => [manifest[name].file, ...(manifest[name].css ?? [])])
}

await main(async () => {
  const { code } = await run(
    'node',
    [
      'client/node_modules/vite/bin/vite.js',
      'build',
      'client',
      '--outDir',
      OUT,
      '--manifest',
      '--logLevel',
      'error',
    ],
    { env: withPinnedNode() },
  )
  if (code !== 0) return code
  const manifest = JSON.parse(await readFile(join(OUT, '.vite', 'manifest.json'), 'utf8'))
  const files = new Set([...filesOf(manifest, FIRST_SCREEN), ...BESIDES])
  const weights = await Promise.all(
    [...files].map(async (file) => ({
      file,
      bytes: brotliCompressSync(await readFile(join(OUT, file))).length,
    })),
  )
  weights.sort((one, other) => other.bytes - one.bytes)
  for (const { file, bytes } of weights.slice(0, 12))
    say(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`)
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  say(
    `${total.toFixed(1).padStart(7)} kB  in ${weights.length} files before the first screen; limit ${LIMIT_KB}`,
  )
  return total > LIMIT_KB ? 1 : 0
})
