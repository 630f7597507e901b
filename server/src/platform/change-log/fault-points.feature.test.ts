/** A server is killed around the write, the publication and the reply: whoever asks again gets the first result. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedMongo, type EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createChangeLog, verifyStoredChain, type ChangeLog } from './index.ts'
import type { StoredChange } from './ports.ts'
import { CACHE } from './testing/cache-folder.ts'
import { makeNote, newStream, silent } from './testing/change-log-on-memory.ts'
import type { DieAt } from './testing/die-at.ts'
import type { FaultPoint } from './types.ts'

/** Each with whether the change was on disk by then. */
const POINTS: readonly (readonly [FaultPoint, boolean])[] = [
  ['beforeWrite', false],
  ['afterWrite', true],
  ['beforeReply', true],
  ['beforePublish', true],
  ['beforeProject', true],
]

let folder: string
let engine: EmbeddedMongo
let connection: Connection
let log: ChangeLog | undefined
const database = `faults-${randomUUID().slice(0, 8)}`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-faults-'))
  engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
  connection = await mongoose.createConnection(engine.uri, { dbName: database }).asPromise()
})
afterEach(async () => {
  await log?.stop()
  log = undefined
})
afterAll(async () => {
  await connection?.close()
  await engine?.stop()
  await rm(folder, { recursive: true })
})

it.each(POINTS)('a server that is killed at %s leaves one result', async (point, wasStored) => {
  const command: Omit<DieAt, 'uri' | 'database' | 'point'> = {
    stream: newStream(),
    commandId: randomUUID(),
    by: randomUUID(),
    text: 'Dit une fois',
  }
  await dieAt({ ...command, uri: engine.uri, database, point })
  const changes = connection.collection<StoredChange>('changes')
  const left = await changes.find({ stream: command.stream }).toArray()
  expect(left).toHaveLength(wasStored ? 1 : 0)

  log = createChangeLog({
    db: connection.db as never,
    node: 'lives',
    clock: () => new Date(),
    projections: [{ name: 'notes', types: ['note'], toDocument: ({ after }) => ({ ...(after as object) }) }],
    reactors: [],
    logger: silent,
  })
  await log.start()
  const { text, ...sent } = command
  const again = () => log!.execute({ ...sent, input: { text }, decide: makeNote(text) })
  const first = await again()
  expect(first.replayed).toBe(wasStored)
  if (wasStored) expect(first.entity.id).toBe(left[0]?.entities[0]?.id)
  expect(await again()).toMatchObject({ seq: first.seq, entity: first.entity, replayed: true })

  expect(await changes.countDocuments({ stream: command.stream })).toBe(1)
  expect(await log.catchUp(command.stream)).toBe(1)
  expect(await connection.collection('notes').countDocuments({ stream: command.stream })).toBe(1)
  expect(await verifyStoredChain(connection.db as never, command.stream)).toMatchObject({ ok: true })
})

async function dieAt(what: DieAt): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing/die-at.ts'), JSON.stringify(what)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  // Otherwise it went past the point.
  expect(signal).toBe('SIGKILL')
}
