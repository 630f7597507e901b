import { execFile } from 'node:child_process'
import { access, readdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { isOlder, nodeForEngine } from './libc.ts'
import { newFolder } from './testing/engines.ts'

test.each([
  ['2.36', '2.38', true],
  ['2.38', '2.38', false],
  ['2.41', '2.38', false],
  ['2.4', '2.38', true],
  ['3.0', '2.38', false],
  ['2.38.1', '2.38', false],
  ['2.38', '2.38.1', true],
])('glibc %s is older than %s: %s', (a, b, older) => expect(isOlder(a, b)).toBe(older))

const APT = await access('/usr/bin/apt-get').then(
  () => true,
  () => false,
)
const OLD_DEBIAN = process.platform === 'linux' && APT && isOlder(glibc(), '2.38')

test.skipIf(!OLD_DEBIAN)(
  'two that fetch the C library at once end with one that runs Node, and fetch no more',
  async () => {
    const cache = await newFolder()
    const progress: string[] = []
    const commands = await Promise.all([1, 2].map(() => nodeForEngine(cache, (text) => progress.push(text))))
    expect(commands[0]).toEqual(commands[1])
    expect(progress).toHaveLength(2)
    expect(await readdir(cache)).toEqual([`libc6-trixie-${process.arch}`])

    await nodeForEngine(cache, (text) => progress.push(text))
    expect(progress).toHaveLength(2)
    const [program, ...args] = commands[0] as [string, ...string[]]
    const { stdout } = await promisify(execFile)(program, [
      ...args,
      '-p',
      'process.report.getReport().header.glibcVersionRuntime',
    ])
    expect(isOlder(stdout.trim(), '2.38')).toBe(false)
  },
  180_000,
)

function glibc(): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime ?? '99'
}
