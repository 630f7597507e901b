import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findProgram, toolVariables } from './tools.mjs'

it('a program is found on the PATH only where it can be run', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'colloque-tools-'))
  const searchPath = ['', '/nowhere', folder].join(path.delimiter)
  await mkdir(path.join(folder, 'chromium'))
  await writeFile(path.join(folder, 'chrome'), '#!/bin/sh\n', { mode: 0o644 })
  expect(findProgram(['chromium', 'chrome'], searchPath)).toBe('')
  await chmod(path.join(folder, 'chrome'), 0o755)
  expect(findProgram(['chromium', 'chrome'], searchPath)).toBe(path.join(folder, 'chrome'))
  expect(findProgram(['chromium', path.join(folder, 'chrome')], '/nowhere')).toBe(path.join(folder, 'chrome'))
  await rm(folder, { recursive: true })
})

it("a person's own choice of program stands, none included", () => {
  const own = {
    COLLOQUE_TEST_BROWSER: '/opt/browser',
    COLLOQUE_TEST_REDIS: '',
    COLLOQUE_TEST_PROXY: '/opt/haproxy',
    COLLOQUE_TEST_OPENSSL: '',
    COLLOQUE_TEST_FAKETIME: '',
  }
  expect(toolVariables(own)).toEqual(own)
})
