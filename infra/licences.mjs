/**
 * `node infra/licences.mjs`: the licences of all that the product is shipped with. Ends with 1 when one of them is
 * not among those that we have agreed to.
 */
import { PNPM, withPinnedNode } from './lib/pinned-node.mjs'
import { run } from './lib/run.mjs'
import { main, PlainError, say } from './lib/say.mjs'

/** Licences that ask for no more than to be named, and MPL-2.0, whose files we use unchanged. */
const AGREED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'Unlicense',
])

/** Single packages that we have agreed to under another licence, or whose package does not say it. */
const AGREED_FOR = new Map([
  // MongoDB's own engine, under MongoDB's own licence: run as it is, for trying, tests and small houses. A house
  // that offers Colloque as a service to others uses a database of its own through MONGODB_URI.
  [/^@0q\/embedded-mongodb(-|$)/, 'SSPL-1.0'],
  // Comes with @nuxt/ui; its repository has the MIT licence, its package does not name it.
  [/^vaul-vue$/, 'Unknown'],
])

const isAgreed = ({ name, license }) =>
  AGREED.has(license) || [...AGREED_FOR].some(([pattern, agreed]) => pattern.test(name) && agreed === license)

async function productionPackages() {
  const { code, output } = await run(
    'npx',
    ['--yes', PNPM, 'licenses', 'list', '--recursive', '--prod', '--json'],
    {
      env: { ...withPinnedNode(), npm_config_loglevel: 'error' },
      capture: true,
    },
  )
  if (code !== 0) throw new PlainError(`pnpm could not list the licences:\n${output}`)
  return Object.values(JSON.parse(output.slice(output.indexOf('{')))).flat()
}

main(async () => {
  const packages = await productionPackages()
  const counts = Map.groupBy(packages, ({ license }) => license)
  for (const [license, those] of counts) say(`${license}: ${those.length}`)
  const refused = packages.filter((one) => !isAgreed(one))
  for (const { name, license } of refused)
    say(
      `Not agreed to: ${name} is under ${license}. Replace it, or add the licence to infra/licences.mjs with a reason.`,
    )
  return refused.length ? 1 : 0
})
