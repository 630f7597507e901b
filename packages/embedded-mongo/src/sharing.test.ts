import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { connect, newFolder, runs, startEngine, startServerProcess, untilGone } from './testing/engines.ts'

test('a second server shares the engine, and it ends only with the last of them', async () => {
  const folder = await newFolder()
  const mine = await startEngine(folder)
  const other = await startServerProcess(folder, 10_000)
  expect(other.uri).toBe(mine.uri)
  expect(other.enginePid).toBe(mine.pid())

  await mine.stop()
  expect(await runs(other.enginePid)).toBe(true)
  await connect(other.uri).db().collection('notes').insertOne({})
  await other.stop()
  await untilGone(other.enginePid, 2_000)
})

test('servers that start at the same moment share one engine', async () => {
  const folder = await newFolder()
  const servers = await Promise.all(Array.from({ length: 3 }, () => startServerProcess(folder, 10_000)))
  expect(new Set(servers.map(({ enginePid }) => enginePid)).size).toBe(1)
  await Promise.all(servers.map((server) => server.stop()))
  await untilGone(servers[0]?.enginePid ?? 0, 2_000)
})

test('the engine outlives the server that started it, and the one that joined starts it again when it dies', async () => {
  const folder = await newFolder()
  const starter = await startServerProcess(folder, 10_000)
  const joined = await startServerProcess(folder, 10_000)
  const notes = connect(joined.uri).db().collection('notes')
  await notes.insertOne({ n: 1 })
  await starter.kill()
  expect(await runs(joined.enginePid)).toBe(true)

  process.kill(joined.enginePid, 'SIGKILL')
  expect(await joined.nextState()).toEqual({ state: 'down' })
  expect(await joined.nextState()).toEqual({ state: 'starting' })
  const up = await joined.nextState()
  expect(up['state']).toBe('up')
  expect(up['pid']).not.toBe(joined.enginePid)
  await notes.insertOne({ n: 2 })
  expect(await notes.countDocuments()).toBe(2)
  await joined.stop()
  await untilGone(Number(up['pid']), 2_000)
})

test('two servers that see the engine die agree on the next one', async () => {
  const folder = await newFolder()
  const mine = await startEngine(folder)
  const other = await startServerProcess(folder, 10_000)
  const up = new Promise<void>((resolve) => mine.onStateChange((state) => void (state === 'up' && resolve())))
  process.kill(other.enginePid, 'SIGKILL')
  await up
  for (const state of ['down', 'starting']) expect(await other.nextState()).toEqual({ state })
  expect(await other.nextState()).toEqual({ state: 'up', pid: mine.pid() })
})

test('a signal to the engine itself does not end it while a server holds it', async () => {
  const mongo = await startEngine(await newFolder())
  const pid = mongo.pid() as number
  process.kill(pid, 'SIGTERM')
  process.kill(pid, 'SIGINT')
  await connect(mongo.uri).db().collection('notes').insertOne({})
  expect(await runs(pid)).toBe(true)
  await mongo.stop()
  await untilGone(pid, 2_000)
})

test.skipIf(process.platform !== 'linux')('Ctrl-C in the terminal does not reach the engine', async () => {
  const mongo = await startEngine(await newFolder())
  const [, , group, session] = (await readFile(`/proc/${mongo.pid()}/stat`, 'utf8'))
    .replace(/^.*\) /, '')
    .split(' ')
  expect([group, session]).toEqual([String(mongo.pid()), String(mongo.pid())])
})

test('stop can be called twice, and while the engine is down', async () => {
  const mongo = await startEngine(await newFolder())
  const pid = mongo.pid() as number
  const down = new Promise<void>((resolve) =>
    mongo.onStateChange((state) => void (state === 'down' && resolve())),
  )
  process.kill(pid, 'SIGKILL')
  await down
  await mongo.stop()
  await mongo.stop()
  expect(mongo.pid()).toBeUndefined()
})
