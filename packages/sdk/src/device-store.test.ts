import 'fake-indexeddb/auto'
import type { EntityState, StreamName } from '@colloque/domain'
import { openDB } from 'idb'
import { describe, expect, it } from 'vitest'
import { browserStorage } from './browser-storage.ts'
import { DEVICE_AGE_MS, isTooOld } from './device-age.ts'
import type { NewDocumentRecord } from './document-store.ts'
import type { StoredCommand } from './outbox-store.ts'
import { everythingKept, removeKey } from './test-device.ts'

const CASE = '00000000-0000-4000-8000-000000000001'
const STREAM: StreamName = `case:${CASE}`
const BOARD = `case/${CASE}/board`
const DAY_MS = 24 * 60 * 60_000
const CANARY = 'Canari Madeleine'
const bytes = (text: string) => new TextEncoder().encode(text)
const record = (kind: NewDocumentRecord['kind'], text = CANARY): NewDocumentRecord => ({
  kind,
  at: 0,
  bytes: bytes(text),
})
const entity = {
  id: 'one',
  type: 'message',
  seq: 1,
  rev: 1,
  after: { text: CANARY },
} as unknown as EntityState
const command: StoredCommand = {
  ...{ commandId: 'command', accountId: 'anne', owner: 'page', name: 'message.post' },
  ...{ input: { text: CANARY }, lane: 'one', position: 1, at: '2026-01-01T00:00:00.000Z', uploaded: [] },
  files: [{ fileId: 'file', caseId: 'one', name: `${CANARY}.txt`, blob: new Blob([CANARY]) }],
  ...{ optimistic: [], refusal: null },
}

let accounts = 0

/** A device that keeps some of everything. */
async function keepSome() {
  let now = Date.parse('2026-11-22T08:00:00.000Z')
  const account = `device-${accounts++}`
  const storage = browserStorage({ now: () => now })
  await storage.contact(account)
  await storage.replica(account).replace(STREAM, { seq: 1, messagesFrom: 0, entities: [entity] })
  await storage.outbox(account).put(command)
  await storage.documents(account).write(BOARD, { add: [record('server'), record('own'), record('refused')] })
  await storage.words(account, 'device').set(`${CASE}.note`, CANARY)
  return {
    account,
    storage,
    pass: (ms: number) => (now += ms),
    again: () => browserStorage({ now: () => now }),
  }
}

async function heldOf(storage: ReturnType<typeof browserStorage>, account: string) {
  return {
    stream: (await storage.replica(account).load(STREAM)) !== undefined,
    commands: (await storage.outbox(account).all()).length,
    documents: (await storage.documents(account).load(BOARD)).map(({ kind }) => kind),
    words: (await storage.words(account, 'device').all()).size,
  }
}
const ALL = { stream: true, commands: 1, documents: ['server', 'own', 'refused'], words: 1 }
const UNSENT = { stream: false, commands: 1, documents: ['own', 'refused'], words: 1 }
const NOTHING = { stream: false, commands: 0, documents: [], words: 0 }

describe('what a device keeps', () => {
  it('is there for the next page, and no word of it lies there in clear', async () => {
    const { account, again } = await keepSome()
    expect(await heldOf(again(), account)).toEqual(ALL)
    const [kept] = await again().outbox(account).all()
    expect(await kept!.files[0]!.blob.text()).toBe(CANARY)
    const raw = await everythingKept(account)
    expect(raw).toContain(STREAM)
    expect(raw).not.toContain('Canari')
  })

  it('is sealed with keys that no script can read', async () => {
    const { account } = await keepSome()
    const database = await openDB(`colloque-${account}`)
    const keys = (await database.getAll('keys')) as CryptoKey[]
    database.close()
    expect(keys).toHaveLength(2)
    for (const key of keys) await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('is noise without its key: what was read is fetched anew', async () => {
    const { account, again } = await keepSome()
    await removeKey(account, 'read')
    expect(await heldOf(again(), account)).toEqual(UNSENT)
  })

  it('opens only where it was put', async () => {
    const { account, storage, again } = await keepSome()
    const other = `case/${CASE}/plan`
    const database = await openDB(`colloque-${account}`)
    const [stolen] = (await database.getAll('documents')) as object[]
    await database.put('documents', { ...stolen, document: other }, 99)
    database.close()
    expect(await storage.documents(account).load(other)).toEqual([])
    expect(await again().documents(account).load(other)).toEqual([])
  })

  it('goes once the server has been away for too long; what only this device has stays', async () => {
    const { account, pass, again } = await keepSome()
    pass(DEVICE_AGE_MS)
    expect(await again().isFresh(account)).toBe(true)
    pass(1)
    expect(await again().isFresh(account)).toBe(false)
    expect(await heldOf(again(), account)).toEqual(UNSENT)
    expect(await everythingKept(account)).not.toContain(STREAM)
  })

  it('stays as long as the server answers', async () => {
    const { account, storage, pass } = await keepSome()
    for (let day = 0; day < 20; day++) {
      pass(DAY_MS)
      await storage.contact(account)
    }
    expect(await heldOf(storage, account)).toEqual(ALL)
  })

  it('of what was read goes when the session is over, and a page that still writes adds nothing', async () => {
    const { account, storage } = await keepSome()
    const documents = storage.documents(account)
    await storage.wipeRead(account)
    expect(await heldOf(storage, account)).toEqual(UNSENT)
    await expect(documents.write(BOARD, { add: [record('server')] })).rejects.toThrow()
    await documents.write(BOARD, { add: [record('own', 'typed last')] })
    expect((await storage.documents(account).load(BOARD)).map(({ kind }) => kind)).toEqual([
      'own',
      'refused',
      'own',
    ])
  })

  it('is gone at sign-out, whatever was still on its way', async () => {
    const { account, storage, again } = await keepSome()
    const documents = storage.documents(account)
    const late = [
      storage.outbox(account).put(command),
      storage.words(account, 'device').set('late', CANARY),
      storage.replica(account).replace(STREAM, { seq: 2, messagesFrom: 0, entities: [entity] }),
    ]
    await storage.wipe(account)
    await Promise.allSettled(late)
    await expect(documents.write(BOARD, { add: [record('own')] })).rejects.toThrow()
    await storage.contact(account)
    expect(await heldOf(again(), account)).toEqual(NOTHING)
  })

  it('names the documents with words that nobody else has', async () => {
    const { account, storage, again } = await keepSome()
    await storage.documents(account).write(`case/${CASE}/plan`, { add: [record('server')] })
    expect(await again().documents(account).unsent()).toEqual([BOARD])
    await storage.wipe(account)
    expect(await again().documents(account).unsent()).toEqual([])
  })

  it('of a case goes with the case, and nothing of another', async () => {
    const { account, storage } = await keepSome()
    const other = 'case/00000000-0000-4000-8000-000000000002/board'
    await storage.documents(account).write(other, { add: [record('server')] })
    await storage.replica(account).remove(STREAM)
    expect(await heldOf(storage, account)).toEqual({ ...NOTHING, commands: 1 })
    expect(await storage.documents(account).load(other)).toHaveLength(1)
  })
})

describe('the age of what is kept', () => {
  const at = Date.parse('2026-11-22T08:00:00.000Z')

  it('is counted from the last answer of the server; without one there is nothing to trust', () => {
    expect(isTooOld(undefined, at)).toBe(true)
    expect(isTooOld({ at, seen: at }, at + DEVICE_AGE_MS)).toBe(false)
    expect(isTooOld({ at, seen: at }, at + DEVICE_AGE_MS + 1)).toBe(true)
  })

  it('does not begin again when the clock is put back', () => {
    const seen = at + DEVICE_AGE_MS + 1
    expect(isTooOld({ at, seen }, seen - 60 * 60_000)).toBe(true)
  })

  it('forgives a clock that is put right by an hour, and not one that goes back by days', () => {
    expect(isTooOld({ at, seen: at }, at - 60 * 60_000)).toBe(false)
    expect(isTooOld({ at, seen: at }, at - 2 * DAY_MS)).toBe(true)
  })
})
