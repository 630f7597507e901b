/** `npm run bench:weight`: what a browser fetches before the first screen of somebody signed in, compressed. */
import { readFile } from 'node:fs/promises'
import { brotliCompressSync } from 'node:zlib'
import { ensureClientBuilt } from './lib/client-build.mjs'
import { inProject } from './lib/paths.mjs'
import { main, PlainError, say } from './lib/say.mjs'

/** The promise is 250 kB, with the data; features to come want some of it. */
const LIMIT_KB = 215

const inBuild = (file) => inProject('client', 'dist', file)

/** All that the page names is all that it waits for: Accueil is part of what the application imports statically. */
async function filesOfPage() {
  const page = await readFile(inBuild('index.html'), 'utf8')
  const named = [...page.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="\/([^"]+)"[^>]*>/g)]
  const files = named
    .filter(([tag]) => !/rel="(apple-touch-icon|manifest)"/.test(tag))
    .map(([, file]) => file)
  if (!files.some((file) => file.endsWith('.js'))) throw new PlainError('The page names no script.')
  return ['index.html', ...new Set(files)]
}

/** As the build has compressed it, or as a server would. */
async function weigh(file) {
  const compressed = await readFile(inBuild(`${file}.br`)).catch(() => undefined)
  return { file, bytes: (compressed ?? brotliCompressSync(await readFile(inBuild(file)))).length }
}

await main(async () => {
  await ensureClientBuilt()
  const weights = await Promise.all((await filesOfPage()).map(weigh))
  weights.sort((one, other) => other.bytes - one.bytes)
  for (const { file, bytes } of weights) say(`${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}`)
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  say(
    `${total.toFixed(1).padStart(7)} kB  in ${weights.length} files before the first screen; limit ${LIMIT_KB}`,
  )
  return total > LIMIT_KB ? 1 : 0
})
