/**
 * `node infra/advisories.mjs`: what is publicly known against the versions of the lockfile. Ends with 1 for a serious
 * advisory on what the product is shipped with. Many mirrors of packages do not answer this question: then it says
 * that nothing was checked, and does not fail.
 */
import { PNPM, withPinnedNode } from './lib/pinned-node.mjs'
import { run } from './lib/run.mjs'
import { main, PlainError, say } from './lib/say.mjs'

/** From which severity on a release waits. */
const SERIOUS = new Set(['high', 'critical'])

/** @typedef {{ module_name: string, severity: string, title: string, url?: string, vulnerable_versions?: string }} Advisory */

/**
 * @param {string} output of `pnpm audit --json`
 * @returns {Advisory[] | undefined} undefined where the registry gave no answer
 */
export function advisoriesIn(output) {
  const from = output.indexOf('{')
  if (from < 0) return undefined
  try {
    const { advisories } = JSON.parse(output.slice(from))
    return advisories ? Object.values(advisories) : undefined
  } catch {
    return undefined
  }
}

/** @param {Advisory} advisory */
const line = ({ module_name: name, vulnerable_versions: versions, severity, title, url }) =>
  `${name} ${versions ?? ''} (${severity}): ${title} ${url ?? ''}`.trimEnd()

if (import.meta.main)
  main(async () => {
    const { output } = await run('npx', ['--yes', PNPM, 'audit', '--prod', '--json'], {
      env: withPinnedNode(),
      capture: true,
    })
    const advisories = advisoriesIn(output)
    if (!advisories) {
      say('advisories were not checked: the package registry of this machine does not answer that question')
      return 0
    }
    const serious = advisories.filter(({ severity }) => SERIOUS.has(severity))
    for (const advisory of advisories) say(line(advisory))
    if (serious.length > 0) throw new PlainError(`${serious.length} serious advisories on shipped packages`)
    return 0
  })
