/** What is erased leaves the devices that had it: those that are connected at once, the others when they come back. */
import { addCard, caseBoardDocName, titleOf } from '@colloque/board'
import { memoryStorage, type ClientStorage, type ColloqueClient } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { caseOf, createTestClients, openDocument, soon } from './test-clients.ts'

const CANARY = 'Zéphyrinette'
const because = { basis: 'wrongPerson', reason: 'Mauvais dossier' } as const

let server: RunningServer
const clients = createTestClients(() => server)

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())
afterEach(() => clients.closeAll())

const openBoard = (client: ColloqueClient, caseId: string) =>
  openDocument(client, server.url, caseBoardDocName(caseId), 'kept')

/** A nurse whose device has a message and a board with the word, and a doctor of the same case. */
async function deviceWithWord(storage: ClientStorage) {
  const nurse = await clients.signedIn('nurse', { storage })
  await nurse.setOwnDevice(true)
  const doctor = await clients.signedIn('physician')
  const caseId = await caseOf(nurse, [doctor])
  const opened = nurse.openCase(caseId)
  await opened.ready
  const { data } = await nurse.outbox.send('message.post', { caseId, text: `Bonjour ${CANARY}` })
  const page = openBoard(nurse, caseId)
  await soon(() => expect(page.state).toMatchObject({ connection: 'online', saved: true }))
  addCard(page.doc, { id: 'a', column: 'needs', title: CANARY, by: nurse.account!.id, at: new Date() })
  await soon(() => expect(page.state.saved).toBe(true))
  await page.destroy()
  const accountId = nurse.account!.id
  await soon(() => expect(nurse.replica.find(data.id)).toBeDefined())
  await nurse.replica.flushed()
  expect(await kept(storage, accountId, caseId)).toContain(CANARY)
  const erase = async () => {
    await doctor.outbox.send('entry.erase', {
      ...{ caseId, entries: [{ type: 'message', id: data.id }] },
      ...because,
    })
    await doctor.outbox.send('board.erase', { caseId, kind: 'board', path: 'cards/a', ...because })
  }
  return { nurse, doctor, caseId, accountId, messageId: data.id, erase }
}

/** All that a device has of a case, as one text. */
async function kept(storage: ClientStorage, accountId: string, caseId: string): Promise<string> {
  const stream = await storage.replica(accountId).load(`case:${caseId}`)
  const records = await storage.documents(accountId).load(caseBoardDocName(caseId))
  const decoder = new TextDecoder()
  return [JSON.stringify(stream?.entities ?? []), ...records.map(({ bytes }) => decoder.decode(bytes))].join(
    '\n',
  )
}

const gone = (storage: ClientStorage, accountId: string, caseId: string) =>
  vi.waitFor(async () => expect(await kept(storage, accountId, caseId)).not.toContain(CANARY), {
    timeout: 15_000,
    interval: 20,
  })

it('leaves a device that is connected, and is told apart when somebody acts on it', async () => {
  const storage = memoryStorage()
  const { nurse, accountId, caseId, messageId, erase } = await deviceWithWord(storage)
  await erase()
  await gone(storage, accountId, caseId)
  expect(nurse.replica.find(messageId)?.entity.after).toBeNull()
  await expect(nurse.outbox.send('message.pin', { messageId })).rejects.toMatchObject({
    code: 'not_found',
    data: { why: 'erased' },
  })
})

it('leaves a device that was away when it comes back; of a board, its person keeps their own unsent words', async () => {
  const storage = memoryStorage()
  const { nurse, accountId, caseId, erase } = await deviceWithWord(storage)
  const page = openBoard(nurse, caseId)
  await soon(() => expect(page.state.loaded).toBe(true))
  page.disconnect()
  titleOf(page.doc, 'a').insert(CANARY.length, ' appelle lundi')
  await page.destroy()
  nurse.close()
  await erase()
  expect(await kept(storage, accountId, caseId)).toContain(CANARY)

  const back = await clients.signedIn('nurse', { storage })
  await back.openCase(caseId).ready
  await gone(storage, accountId, caseId)
  const again = openBoard(back, caseId)
  await soon(() => expect(again.state.refused?.rest).toMatchObject([{ text: 'appelle lundi' }]))
  expect(JSON.stringify(again.doc.toJSON())).not.toContain(CANARY)
  await again.destroy()
})
