import {
  addCard,
  blocksOf,
  caseBoardDocName,
  casePlanDocName,
  editTitle,
  paragraphs,
  planTextOf,
  readCardOf,
} from '@colloque/board'
import { memoryStorage, type BoardConnection, type ClientStorage, type ColloqueClient } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { caseOf, createTestClients, openDocument, soon } from './test-clients.ts'

/** Documents that are kept on the device, against the real server: a page that closes is a connection destroyed. */
let server: RunningServer
const clients = createTestClients(() => server)
const pages: BoardConnection[] = []

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.destroy()))
  clients.closeAll()
})

const openBoard = (client: ColloqueClient, caseId: string, network: 'online' | 'offline' = 'online') =>
  openPage(client, caseBoardDocName(caseId), network)

function openPage(client: ColloqueClient, document: string, network: 'online' | 'offline' = 'online') {
  const page = openDocument(client, server.url, document, 'kept')
  pages.push(page)
  if (network === 'offline') page.disconnect()
  return page
}

const online = (page: BoardConnection) =>
  soon(() => expect(page.state).toMatchObject({ connection: 'online', saved: true }))
const loaded = (page: BoardConnection) => soon(() => expect(page.state.loaded).toBe(true))

async function nurseWithBoard(storage: ClientStorage = memoryStorage()) {
  const nurse = await clients.signedIn('nurse', { storage })
  await nurse.setOwnDevice(true)
  const doctor = await clients.signedIn('physician')
  const caseId = await caseOf(nurse, [doctor])
  const page = openBoard(nurse, caseId)
  await online(page)
  const by = nurse.account!.id
  addCard(page.doc, { id: 'a', column: 'needs', title: 'Lit', by, at: new Date() })
  await online(page)
  await page.destroy()
  return { nurse, doctor, caseId, by }
}

it('a board seen before opens without network, takes edits over two visits, and merges with the others’', async () => {
  const { nurse, doctor, caseId, by } = await nurseWithBoard()
  const first = openBoard(nurse, caseId, 'offline')
  await loaded(first)
  expect(first.state).toMatchObject({ connection: 'offline', saved: true })
  editTitle(first.doc, 'a', 'Lit médicalisé')
  expect(first.state.kept).toBe(false)
  await first.flush()
  expect(first.state).toMatchObject({ saved: false, kept: true })
  await first.destroy()

  const other = openBoard(doctor, caseId)
  await online(other)
  addCard(other.doc, {
    id: 'b',
    column: 'needs',
    title: 'Du médecin',
    by: doctor.account!.id,
    at: new Date(),
  })
  await online(other)

  const second = openBoard(nurse, caseId, 'offline')
  await loaded(second)
  expect(readCardOf(second.doc, 'a')!.title).toBe('Lit médicalisé')
  expect(second.state).toMatchObject({ saved: false, kept: true })
  addCard(second.doc, { id: 'c', column: 'done', title: 'Hors ligne', by, at: new Date() })
  second.reconnect()
  await online(second)
  await soon(() => expect(readCardOf(other.doc, 'c')?.title).toBe('Hors ligne'))
  expect(readCardOf(other.doc, 'a')!.title).toBe('Lit médicalisé')
  expect(readCardOf(second.doc, 'b')!.title).toBe('Du médecin')
  expect(second.state.refused).toBeUndefined()
  await second.destroy()

  const third = openBoard(nurse, caseId, 'offline')
  await loaded(third)
  expect(third.state.saved).toBe(true)
  expect(readCardOf(third.doc, 'b')!.title).toBe('Du médecin')
})

it('two pages of one person on one board lose nothing, whichever comes back', async () => {
  const { nurse, caseId } = await nurseWithBoard()
  const [one, two] = [openBoard(nurse, caseId, 'offline'), openBoard(nurse, caseId, 'offline')]
  await Promise.all([loaded(one), loaded(two)])
  addCard(one.doc, {
    id: 'x',
    column: 'needs',
    title: 'De la première',
    by: nurse.account!.id,
    at: new Date(),
  })
  addCard(two.doc, {
    id: 'y',
    column: 'needs',
    title: 'De la seconde',
    by: nurse.account!.id,
    at: new Date(),
  })
  await Promise.all([one.destroy(), two.destroy()])
  const later = openBoard(nurse, caseId)
  await loaded(later)
  await online(later)
  expect([readCardOf(later.doc, 'x')?.title, readCardOf(later.doc, 'y')?.title]).toEqual([
    'De la première',
    'De la seconde',
  ])
})

it('a device that is not the person’s keeps no document', async () => {
  const nurse = await clients.signedIn('nurse', { storage: memoryStorage() })
  expect(nurse.ownDevice).toBeUndefined()
  expect(nurse.documentStore()).toBeUndefined()
})

it('signing out leaves nothing of a document, unsent edits included', async () => {
  const storage = memoryStorage()
  const { nurse, caseId } = await nurseWithBoard(storage)
  const page = openBoard(nurse, caseId, 'offline')
  await loaded(page)
  editTitle(page.doc, 'a', 'Jamais envoyé')
  await page.flush()
  const accountId = nurse.account!.id
  await nurse.signOut()
  expect(await storage.documents(accountId).load(caseBoardDocName(caseId))).toEqual([])
})

it('a session that is ended elsewhere leaves nothing on the device of what was read', async () => {
  const storage = memoryStorage()
  const { nurse, caseId } = await nurseWithBoard(storage)
  const accountId = nurse.account!.id
  const board = caseBoardDocName(caseId)
  expect(await storage.documents(accountId).load(board)).not.toEqual([])
  await nurse.openCase(caseId).ready
  await expect.poll(() => storage.replica(accountId).streams()).not.toEqual([])
  // As its owner does from another device.
  const headers = { Authorization: `Bearer ${await nurse.token()}` }
  expect((await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers })).status).toBe(204)
  await soon(() => expect(nurse.account).toBeUndefined())
  const read = async () =>
    (await storage.documents(accountId).load(board)).filter(({ kind }) => kind === 'server')
  await expect.poll(read).toEqual([])
  await expect.poll(() => storage.replica(accountId).streams()).toEqual([])
})

it('words in a part that one’s profession does not write stay for their author, over a closed page', async () => {
  const secretary = await clients.signedIn('medicalSecretary', { storage: memoryStorage() })
  await secretary.setOwnDevice(true)
  const caseId = await caseOf(secretary)
  const page = openPage(secretary, casePlanDocName(caseId))
  await online(page)
  planTextOf(page.doc, 'situation').insert(0, paragraphs('Vit seule'))
  await online(page)
  planTextOf(page.doc, 'health').insert(0, paragraphs('Diabète'))
  const kept = { code: 'role', rest: [{ path: ['health'], text: 'Diabète' }] }
  await soon(() => expect(page.state.refused).toMatchObject(kept))
  await page.destroy()

  const later = openPage(secretary, casePlanDocName(caseId))
  await soon(() => expect(later.state).toMatchObject({ connection: 'online', refused: kept, saved: false }))
  const words = (part: 'situation' | 'health') =>
    blocksOf(planTextOf(later.doc, part)).map(({ text }) => text)
  expect([words('situation'), words('health')]).toEqual([['Vit seule'], []])
  later.drop(later.state.refused!.rest[0]!)
  await soon(() => expect(later.state.saved).toBe(true))
})

it('somebody who left the circle finds nothing of its board on their device', async () => {
  const storage = memoryStorage()
  const doctor = await clients.signedIn('physician', { storage })
  await doctor.setOwnDevice(true)
  const nurse = await clients.signedIn('nurse')
  const caseId = await caseOf(nurse, [doctor])
  const page = openBoard(doctor, caseId)
  await online(page)
  await page.flush()
  const name = caseBoardDocName(caseId)
  expect(await storage.documents(doctor.account!.id).load(name)).not.toEqual([])
  await nurse.outbox.send('circle.remove', { caseId, accountId: doctor.account!.id } as never)
  await soon(() => expect(page.state.ended).toMatchObject({ code: 4403 }))
  await expect.poll(() => storage.documents(doctor.account!.id).load(name)).toEqual([])
})
