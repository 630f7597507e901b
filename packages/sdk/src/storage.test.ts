import 'fake-indexeddb/auto'
import type { EntityState, StreamName } from '@colloque/domain'
import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { browserStorage } from './browser-storage.ts'
import type { StoredCommand } from './outbox-store.ts'
import { memoryStorage } from './storage.ts'
import { everythingKept } from './test-device.ts'
import { foldOf, logOf } from './test-changes.ts'

const STREAM: StreamName = 'case:00000000-0000-4000-8000-000000000001'
const OTHER: StreamName = 'case:00000000-0000-4000-8000-000000000002'
const log = logOf(STREAM, [0, 1, 0, 2])
const at = (seq: number) => ({ seq, messagesFrom: 0, entities: [...foldOf(log, seq).values()] })
const byId = (entities: readonly EntityState[] = []) => new Map(entities.map((entity) => [entity.id, entity]))
const changedBy = (seq: number) => at(seq).entities.filter((entity) => entity.seq === seq)

const command: StoredCommand = {
  commandId: 'command',
  accountId: 'anne',
  owner: 'page',
  name: 'message.post',
  input: { caseId: 'one', text: 'Bonjour' },
  lane: 'one',
  position: 1,
  at: '2026-01-01T00:00:00.000Z',
  files: [
    { fileId: 'file', caseId: 'one', name: 'photo.jpg', blob: new Blob(['picture'], { type: 'image/jpeg' }) },
  ],
  uploaded: [],
  optimistic: [],
  refusal: null,
}

let accounts = 0

describe.each([
  ['in memory', memoryStorage],
  ['in IndexedDB', browserStorage],
])('a client’s storage %s', (_where, create) => {
  const open = async () => {
    const storage = create()
    const account = `account-${accounts++}`
    await storage.contact(account)
    return { storage, account, replica: storage.replica(account), outbox: storage.outbox(account) }
  }

  it('gives a stream back as it was saved', async () => {
    const { replica } = await open()
    expect(await replica.load(STREAM)).toBeUndefined()
    await replica.replace(STREAM, at(2))
    await replica.save(STREAM, { from: 2, seq: 3, changed: changedBy(3), all: () => at(3) })
    const kept = await replica.load(STREAM)
    expect(kept?.seq).toBe(3)
    expect(byId(kept?.entities)).toEqual(foldOf(log, 3))
    expect(await replica.streams()).toEqual([STREAM])
  })

  it('takes the whole where what it has is too old for the change, and nothing older than what it has', async () => {
    const { replica } = await open()
    await replica.replace(STREAM, at(1))
    await replica.save(STREAM, { from: 3, seq: 4, changed: changedBy(4), all: () => at(4) })
    expect(byId((await replica.load(STREAM))?.entities)).toEqual(foldOf(log, 4))
    await replica.save(STREAM, { from: 1, seq: 2, changed: changedBy(2), all: () => at(2) })
    const kept = await replica.load(STREAM)
    expect(kept?.seq).toBe(4)
    expect(byId(kept?.entities)).toEqual(foldOf(log, 4))
  })

  it('removes one stream and keeps the others', async () => {
    const { replica } = await open()
    await replica.replace(STREAM, at(2))
    await replica.replace(OTHER, at(3))
    await replica.remove(STREAM)
    expect(await replica.load(STREAM)).toBeUndefined()
    expect((await replica.load(OTHER))?.seq).toBe(3)
  })

  it('wipes the streams of one account, and leaves what it has to send', async () => {
    const { storage, account, replica, outbox } = await open()
    await replica.replace(STREAM, at(2))
    await outbox.put(command)
    await storage.contact('neighbour')
    await storage.replica('neighbour').replace(OTHER, at(1))
    await storage.wipeRead(account)
    expect(await storage.replica(account).streams()).toEqual([])
    expect(await storage.outbox(account).all()).toHaveLength(1)
    expect(await storage.replica('neighbour').streams()).toEqual([OTHER])
  })

  it('keeps commands with their files, one account apart from the other', async () => {
    const { storage, outbox } = await open()
    await outbox.put(command)
    await outbox.put({ ...command, uploaded: ['file'] })
    const [kept, ...more] = await outbox.all()
    expect(more).toEqual([])
    expect(kept).toMatchObject({ commandId: 'command', uploaded: ['file'], input: command.input })
    expect(await kept?.files[0]?.blob.text()).toBe('picture')
    expect(await storage.outbox('somebody else').all()).toEqual([])
    await outbox.remove('command')
    expect(await outbox.all()).toEqual([])
  })
})

it('what a device kept in an earlier shape is fetched anew, and what waits to be sent stays', async () => {
  const account = `account-${accounts++}`
  const earlier = await openDB(`colloque-${account}`, 1, {
    upgrade(database) {
      database.createObjectStore('streams')
      database.createObjectStore('entities')
      database.createObjectStore('outbox', { keyPath: 'commandId' })
    },
  })
  await earlier.put('streams', 4, STREAM)
  await earlier.put('entities', at(4).entities[0], [STREAM, 'a'])
  await earlier.put('outbox', command)
  earlier.close()
  const storage = browserStorage()
  expect(await storage.replica(account).load(STREAM)).toBeUndefined()
  const [kept] = await storage.outbox(account).all()
  expect(kept).toMatchObject({ commandId: 'command', input: command.input })
  expect(await kept?.files[0]?.blob.text()).toBe('picture')
  expect(await everythingKept(account)).not.toContain('Bonjour')
  await storage.contact(account)
  await storage.replica(account).replace(STREAM, { ...at(2), messagesFrom: 7 })
  expect(await storage.replica(account).load(STREAM)).toMatchObject({ seq: 2, messagesFrom: 7 })
})
