import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inProject } from './lib/paths.mjs'

let folder: string

beforeEach(async () => {
  await mkdir(inProject('.cache'), { recursive: true })
  folder = await mkdtemp(inProject('.cache', 'summary-'))
  await writeFile(path.join(folder, 'vitest.config.mjs'), 'export default {}')
})

afterEach(() => rm(folder, { recursive: true }))

/** What the reporter counts in a real run over one test file. */
async function countsOf(source: string) {
  const counts = path.join(folder, 'counts.json')
  const imports = `import { beforeAll, describe, it, expect } from 'vitest'\n`
  await writeFile(path.join(folder, 'some.test.ts'), imports + source)
  const args = ['run', '--root', folder, `--reporter=${inProject('infra/vitest-summary.mjs')}`]
  await promisify(execFile)(process.execPath, [inProject('node_modules/vitest/vitest.mjs'), ...args], {
    env: { ...process.env, COLLOQUE_TEST_COUNTS: counts },
  }).catch(() => undefined)
  return JSON.parse(await readFile(counts, 'utf8'))
}

it('every test is counted once, nested ones too', async () => {
  const counts = await countsOf(`
    it('a', () => {})
    describe('inner', () => { it('b', () => {}); it('c', () => expect(1).toBe(2)) })
    it.skip('d', () => {})
    it.todo('e')`)
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 2 })
})

it('a file that does not load is a failure', async () => {
  expect(await countsOf(`throw new Error('broken')`)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('a hook that throws is a failure', async () => {
  const counts = await countsOf(
    `describe('x', () => { beforeAll(() => { throw new Error() }); it('a', () => {}) })`,
  )
  expect(counts.failed).toBe(1)
  expect(counts.passed).toBe(0)
})

it('an error that nobody waited for is a failure, though every test passes', async () => {
  const counts = await countsOf(`it('a', async () => {
    setTimeout(() => { throw new Error('late') }, 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
  })`)
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 })
})
