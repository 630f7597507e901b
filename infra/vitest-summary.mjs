import { writeFileSync } from 'node:fs'
import process from 'node:process'

/**
 * A Vitest reporter that leaves the counts of a run in the file named by COLLOQUE_TEST_COUNTS, for infra/test.mjs.
 * What breaks outside a test counts as a failed test: a file that does not load, a hook, an unhandled rejection.
 */
export default class SummaryReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const testModule of testModules) {
      counts.failed += testModule.errors().length
      for (const suite of testModule.children.allSuites()) counts.failed += suite.errors().length
      for (const test of testModule.children.allTests()) counts[outcome(test)] += 1
    }
    if (process.env.COLLOQUE_TEST_COUNTS)
      writeFileSync(process.env.COLLOQUE_TEST_COUNTS, JSON.stringify(counts))
  }
}

/** A test that an error kept from running is pending still: it did not pass. */
function outcome(test) {
  const { state } = test.result()
  return state === 'pending' ? 'failed' : state
}
