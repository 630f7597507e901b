import { mkdir, readFile, rm } from 'node:fs/promises'
import { inProject } from './paths.mjs'
import { pinnedNode, withPinnedNode } from './pinned-node.mjs'
import { run } from './run.mjs'

const COUNTS = inProject('.cache', 'test-counts.json')

/**
 * Runs Vitest over all projects, or over what the arguments select.
 *
 * @param {string[]} args arguments for Vitest, such as `--project unit packages/domain`
 * @param {Record<string, string>} tools where the programs are that some tests need
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>}
 */
export async function runTests(args, tools) {
  await mkdir(inProject('.cache'), { recursive: true })
  await rm(COUNTS, { force: true })
  const vitest = inProject('node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', `--reporter=${inProject('infra', 'vitest-summary.mjs')}`]
  const { code } = await run(pinnedNode(), [vitest, 'run', ...reporters, ...args], {
    env: { ...withPinnedNode(), ...tools, COLLOQUE_TEST_COUNTS: COUNTS },
  })
  const written = await readFile(COUNTS, 'utf8').catch(() => '{}')
  const counts = { passed: 0, failed: 0, skipped: 0, ...JSON.parse(written) }
  // Vitest may also fail without a failed test: a configuration that does not load, no test found, a crash.
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  return counts
}
