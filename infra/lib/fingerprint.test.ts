import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { filesUnder, fingerprint, isMadeFrom, stamp } from './fingerprint.mjs'
import { inProject } from './paths.mjs'

let folder: string
const inFolder = (name: string) => inProject(folder, name)
const print = async () => fingerprint(await filesUnder(folder))

beforeEach(async () => {
  await mkdir(inProject('.cache'), { recursive: true })
  folder = path.relative(inProject(), await mkdtemp(inProject('.cache', 'fingerprint-')))
  await writeFile(inFolder('a.ts'), 'one')
  await mkdir(inFolder('dist'))
})

afterEach(() => rm(inProject(folder), { recursive: true }))

it('a fingerprint changes with content, names and new files', async () => {
  const seen = [await print()]
  await writeFile(inFolder('a.ts'), 'two')
  seen.push(await print())
  await mkdir(inFolder('sub'))
  await writeFile(inFolder('sub/b.ts'), '')
  seen.push(await print())
  expect(new Set(seen).size).toBe(3)
})

it('what is generated is no part of it', async () => {
  const before = await print()
  await writeFile(inFolder('dist/bundle.js'), 'built')
  expect(await print()).toBe(before)
})

it('a stamp holds until the sources change', async () => {
  const stampFile = inFolder('dist/.made-from')
  expect(await isMadeFrom(stampFile, await print())).toBe(false)
  await stamp(stampFile, await print())
  expect(await isMadeFrom(stampFile, await print())).toBe(true)
  await writeFile(inFolder('a.ts'), 'changed')
  expect(await isMadeFrom(stampFile, await print())).toBe(false)
})
