import { runChecks } from './checks.mjs'
import { ensureClientBuilt } from './client-build.mjs'
import { ensureInstalled } from './install.mjs'
import { Interrupted, PlainError, say } from './say.mjs'
import { runTests } from './tests.mjs'
import { provideTools, toolVariables } from './tools.mjs'

/** The Vitest projects that run on sources alone. */
const NEED_NO_BUILD = ['unit', 'client']

/**
 * Without arguments everything: the programs that tests need, all checks with the client's build, all tests. With
 * arguments only Vitest with them, after the build where they may need it.
 *
 * @param {string[]} args arguments for Vitest
 * @returns {Promise<number>} the exit code; the last line printed is "N passed, N failed[, N skipped]"
 */
export async function test(args) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const add = (counts) => {
    for (const [outcome, count] of Object.entries(counts)) total[outcome] += count
  }

  const count = (error) => {
    if (error instanceof Interrupted || !(error instanceof PlainError)) throw error
    say(error.message)
    total.failed += 1
  }

  try {
    await ensureInstalled()
    if (args.length) {
      if (mayNeedBuild(args)) await ensureClientBuilt().catch(count)
      add(await runTests(args, toolVariables()))
    } else {
      const tools = await provideTools()
      add(await runChecks())
      add(await runTests([], tools))
    }
  } catch (error) {
    count(error)
  }

  const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
  say(`${total.passed} passed, ${total.failed} failed${skipped}`)
  return total.failed ? 1 : 0
}

function mayNeedBuild(args) {
  const projects = args.flatMap((arg, i) =>
    arg === '--project'
      ? [args[i + 1]]
      : arg.startsWith('--project=')
        ? [arg.slice('--project='.length)]
        : [],
  )
  return projects.length === 0 || !projects.every((project) => NEED_NO_BUILD.includes(project))
}
