import { Binary } from 'mongodb'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { connect, newFolder, startEngine, untilGone } from './testing/engines.ts'

test('documents, indexes and their refusals outlive a stop and a start', async ({ annotate }) => {
  const folder = await newFolder()
  const first = await startEngine(folder)
  const changes = connect(first.uri).db().collection('changes')
  await changes.createIndex({ stream: 1, seq: 1 }, { unique: true })
  await changes.insertOne({ stream: 'case:1', seq: 1 })
  await first.stop()

  const began = performance.now()
  const second = await startEngine(folder)
  const opened = performance.now() - began
  await annotate(`opened an existing folder in ${Math.round(opened)} ms`)
  const again = connect(second.uri).db().collection('changes')
  expect(await again.countDocuments()).toBe(1)
  await expect(again.insertOne({ stream: 'case:1', seq: 1 })).rejects.toMatchObject({ code: 11000 })
})

test('the last server to stop leaves no process, no socket and no trace of running behind', async () => {
  const folder = await newFolder()
  const mongo = await startEngine(folder)
  const pid = mongo.pid() as number
  const run = dirname(socketOf(mongo.uri))
  await connect(mongo.uri).db().collection('notes').insertOne({})

  await mongo.stop()
  await untilGone(pid, 2_000)
  expect(existsSync(run)).toBe(false)
  expect(readdirSync(folder).sort()).toEqual(['db', 'engine.log', 'stamp.json'])
})

test('the socket has a short path, in a folder closed to others, however deep the data folder lies', async () => {
  const folder = join(await newFolder(), ...Array.from({ length: 12 }, () => 'a-long-name-of-a-folder'))
  const mongo = await startEngine(folder)
  expect(socketOf(mongo.uri).length).toBeLessThan(100)
  expect(statSync(dirname(socketOf(mongo.uri))).mode & 0o777).toBe(0o700)
  await connect(mongo.uri).db().collection('notes').insertOne({ words: 'é' })
})

test('a document of 15 MB passes both ways unharmed', async ({ annotate }) => {
  const mongo = await startEngine(await newFolder())
  const files = connect(mongo.uri).db().collection<{ _id: number; bytes: Binary }>('files')
  const bytes = new Binary(randomBytes(15e6))
  const began = performance.now()
  await files.insertOne({ _id: 1, bytes })
  const written = performance.now()
  const read = await files.findOne({ _id: 1 })
  const ms = [written - began, performance.now() - written].map(Math.round)
  await annotate(`15 MB: written in ${ms[0]} ms, read in ${ms[1]} ms`)
  expect(Buffer.compare(read?.bytes.value() ?? Buffer.of(), bytes.value())).toBe(0)
})

function socketOf(uri: string): string {
  return decodeURIComponent(new URL(uri).host)
}
