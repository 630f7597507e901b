/** `npm run journeys`: five jobs in a real browser, far from the server, with the gestures and seconds that they cost. */
import process from 'node:process'
import { requireNode } from './lib/node-version.mjs'

requireNode()
const [{ main, PlainError }, { ensureInstalled }, { ensureClientBuilt }, node, { provideTools }, { run }] =
  await Promise.all([
    import('./lib/say.mjs'),
    import('./lib/install.mjs'),
    import('./lib/client-build.mjs'),
    import('./lib/pinned-node.mjs'),
    import('./lib/tools.mjs'),
    import('./lib/run.mjs'),
  ])

await main(async () => {
  await ensureInstalled()
  await ensureClientBuilt()
  const tools = await provideTools()
  if (!tools.COLLOQUE_TEST_BROWSER) throw new PlainError('The journeys need a browser: install chromium.')
  const args = ['tests/journeys/thirty-seconds/run.ts', ...process.argv.slice(2)]
  return (await run(node.pinnedNode(), args, { env: { ...node.withPinnedNode(), ...tools } })).code
})
