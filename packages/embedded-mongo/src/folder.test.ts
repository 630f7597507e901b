import { spawnSync } from 'node:child_process'
import { cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownStamp } from './stamp.ts'
import { connect, newFolder, startEngine } from './testing/engines.ts'

test('a folder written by another version is refused and left as it is', async () => {
  const folder = await newFolder()
  await (await startEngine(folder)).stop()
  const stamp = JSON.stringify({ ...ownStamp(), version: '0.0.9' })
  await writeFile(join(folder, 'stamp.json'), stamp)
  await expect(startEngine(folder)).rejects.toMatchObject({ code: 'folder_of_another_engine' })
  expect(await readFile(join(folder, 'stamp.json'), 'utf8')).toBe(stamp)
})

test("a mongod's own folder is refused, and so is a database without a stamp", async () => {
  const mongods = await newFolder()
  await writeFile(join(mongods, 'WiredTiger'), '')
  await expect(startEngine(mongods)).rejects.toMatchObject({ code: 'folder_of_another_engine' })

  const unstamped = await newFolder()
  await mkdir(join(unstamped, 'db'))
  await writeFile(join(unstamped, 'db', 'WiredTiger'), '')
  await expect(startEngine(unstamped)).rejects.toMatchObject({ code: 'folder_of_another_engine' })
})

test.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1, run: '/tmp/colloque-gone' }],
  ['whose pid belongs to another process by now', { pid: process.pid, run: '/tmp' }],
  ['that was cut off', '{"pid":12'],
])('an engine.json %s does not hinder the start', async (_, record) => {
  const folder = await newFolder()
  await writeFile(join(folder, 'engine.json'), typeof record === 'string' ? record : JSON.stringify(record))
  const mongo = await startEngine(folder)
  await connect(mongo.uri).db().collection('notes').insertOne({})
  expect(mongo.uri).not.toContain(encodeURIComponent('/tmp/mongo.sock'))
})

test('a copied folder gets an engine of its own, though engine.json and links came along', async () => {
  const folder = await newFolder()
  const original = await startEngine(folder)
  await connect(original.uri).db().collection('notes').insertOne({ of: 'the original' })
  const copied = join(await newFolder(), 'copy')
  await mkdir(copied)
  for (const name of ['engine.json', 'stamp.json']) await cp(join(folder, name), join(copied, name))

  const copy = await startEngine(copied)
  expect(copy.pid()).not.toBe(original.pid())
  expect(copy.uri).not.toBe(original.uri)
  expect(await connect(copy.uri).db().collection('notes').countDocuments()).toBe(0)
  expect(await connect(original.uri).db().collection('notes').countDocuments()).toBe(1)
})

test('a folder that is locked by something that cannot be joined is refused, with the reason', async () => {
  const folder = await newFolder()
  await startEngine(folder)
  // What a process of another container would look like: a lock, but nobody to talk to.
  for (const name of await readdir(folder)) {
    if (/^(engine\.json|db-open\.)/.test(name)) await rm(join(folder, name))
  }
  await expect(startEngine(folder)).rejects.toMatchObject({ code: 'folder_in_use' })
})

test.skipIf(process.platform !== 'linux' || userInfo().uid !== 0)(
  'without 200 MB of free disk there is no room, and without 50 MB no start',
  async ({ skip }) => {
    const folder = await newFolder()
    if (!mountMemory(folder, '190m')) skip('mounting is not permitted here')
    const mongo = await startEngine(folder)
    expect(await mongo.hasRoom()).toBe(false)
    await mongo.stop()
    await writeFile(join(folder, 'ballast'), Buffer.alloc(150e6))
    await expect(startEngine(folder)).rejects.toMatchObject({ code: 'no_space' })
  },
)

function mountMemory(folder: string, size: string): boolean {
  const { status } = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  if (status === 0) onTestFinished(() => void spawnSync('/bin/umount', [folder]))
  return status === 0
}
