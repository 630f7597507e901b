import { inProject } from './paths.mjs'
import { pinnedNode, withPinnedNode } from './pinned-node.mjs'
import { run } from './run.mjs'
import { elapsed, say } from './say.mjs'

const cache = (name) => ['--cache', '--cache-location', `.cache/${name}`]

/**
 * Two lanes, one for each core of a small machine; within a lane one step follows the other. The client's types need
 * what the types of the packages and the client's build leave behind.
 */
const LANES = [
  [
    ['types', 'node_modules/typescript/bin/tsc', '--build'],
    ['build of the client', 'infra/build-client.mjs'],
    ['weight of the first screen', 'infra/weigh-client.mjs'],
    ['types of the client', 'client/node_modules/vue-tsc/bin/vue-tsc.js', '--noEmit', '--project', 'client'],
    ['unused code', 'node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints', ...cache('knip')],
  ],
  [
    [
      'format',
      'node_modules/prettier/bin/prettier.cjs',
      '.',
      '--check',
      '--log-level',
      'warn',
      ...cache('prettier'),
    ],
    ['lint', 'node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', ...cache('eslint')],
    ['licences', 'infra/licences.mjs'],
    ['advisories', 'infra/advisories.mjs'],
  ],
]

/** @param {string[]} step a name, a script, and its arguments */
async function check([name, file, ...args]) {
  const from = performance.now()
  const { code, output } = await run(pinnedNode(), [inProject(file), ...args], {
    env: withPinnedNode(),
    capture: true,
  })
  const passed = code === 0
  say(`${passed ? '✓' : '✗'} ${name} (${elapsed(from)})`)
  // A check that could not be made says so.
  if (!passed || /not checked/.test(output)) say(output.trimEnd().replace(/^/gm, '    '))
  return passed
}

/**
 * Runs every check, also after one has failed, so that all that is wrong shows at once.
 *
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  const results = await Promise.all(
    LANES.map(async (lane) => {
      const passed = []
      for (const step of lane) passed.push(await check(step))
      return passed
    }),
  )
  const all = results.flat()
  return { passed: all.filter(Boolean).length, failed: all.filter((passed) => !passed).length }
}
