/** « Loses the connection: sees it, goes on writing and sending, and all of it arrives when it is back, once. » */
import { startServer, type RunningServer } from '@colloque/testing'
import { memoryStorage } from '@colloque/sdk'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCuttableProxy, type CuttableProxy } from './cuttable-proxy.ts'
import { caseOf, createTestClients, soon, textsOf } from './test-clients.ts'

let server: RunningServer
let wire: CuttableProxy
const { client, credentials, signedIn, twoInOneCase, closeAll } = createTestClients(() => server)

beforeAll(async () => {
  server = await startServer()
})
beforeEach(async () => {
  wire = await createCuttableProxy(server.port)
})
afterEach(async () => {
  closeAll()
  await wire.stop()
})
afterAll(() => server?.stop())

describe('a client that loses its connection', () => {
  it('sees it, goes on sending, catches up, and all arrives once and in order', async () => {
    const { nurse, doctor, caseId, stream } = await twoInOneCase({ baseUrl: wire.url })
    expect(nurse.savingState()).toBe('saved')
    wire.cut()
    await soon(() => expect(nurse.connection.connected).toBe(false))
    const mine = ['Un', 'Deux', 'Trois']
    const sent = mine.map((text) => nurse.outbox.send('message.post', { caseId, text }))
    const said = Array.from({ length: 5 }, (_, n) => `Pendant ce temps ${n}`)
    for (const text of said) await doctor.outbox.send('message.post', { caseId, text })
    expect(nurse.savingState()).toEqual({ offlineSince: expect.any(Number), pending: 3 })
    expect(textsOf(nurse, caseId)).toEqual([])

    wire.restore()
    await Promise.all(sent)
    for (const one of [nurse, doctor])
      await soon(() => expect(textsOf(one, caseId)).toEqual([...said, ...mine]))
    expect(nurse.savingState()).toBe('saved')
    expect(nurse.replica.entities(stream)).toEqual(doctor.replica.entities(stream))
  })

  it('loses and doubles nothing while the wire is cut again and again in the middle of sending', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase({ baseUrl: wire.url })
    const all = Array.from({ length: 50 }, (_, n) => `Message ${n}`)
    const sending = Promise.all(all.map((text) => nurse.outbox.send('message.post', { caseId, text })))
    let done = false
    void sending.then(() => (done = true))
    while (!done) {
      await new Promise((resolve) => setTimeout(resolve, 40))
      if (done) break
      wire.cut()
      wire.restore()
      await soon(() => expect(nurse.connection.connected).toBe(true))
    }
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(all))
    await soon(() => expect(textsOf(nurse, caseId)).toEqual(all))
  })

  it('sends exactly once what a page left behind when it crashed', async () => {
    const storage = memoryStorage()
    const { nurse, doctor, caseId } = await twoInOneCase({ baseUrl: wire.url, storage })
    wire.cut()
    await soon(() => expect(nurse.connection.connected).toBe(false))
    void nurse.outbox.send('message.post', { caseId, text: 'Avant la panne' })
    void nurse.outbox.send('message.post', { caseId, text: 'Et encore' })
    await soon(() => expect(nurse.outbox.entries).toHaveLength(2))
    nurse.close()
    wire.restore()

    const { email, password } = await credentials('nurse')
    const reloaded = client({ storage })
    await reloaded.signIn(email, password)
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(['Avant la panne', 'Et encore']))
    await soon(() => expect(reloaded.outbox.entries).toEqual([]))
  })

  it('opens a case seen before, on a device of its own, without network', async () => {
    const storage = memoryStorage()
    const nurse = await signedIn('nurse', { baseUrl: wire.url, storage })
    await nurse.setOwnDevice(true)
    const caseId = await caseOf(nurse)
    await nurse.openCase(caseId).ready
    await nurse.outbox.send('message.post', { caseId, text: 'Gardé' })
    await soon(() => expect(textsOf(nurse, caseId)).toEqual(['Gardé']))
    await nurse.replica.flushed()
    nurse.close()
    wire.cut()

    const later = client({ baseUrl: wire.url, storage })
    expect((await later.resume())?.id).toBeDefined()
    await later.openCase(caseId).ready
    expect(textsOf(later, caseId)).toEqual(['Gardé'])
    await soon(() => expect(later.savingState()).toEqual({ offlineSince: expect.any(Number), pending: 0 }))
    await later.signOut()
    const afterwards = client({ baseUrl: wire.url, storage })
    await expect(afterwards.resume()).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('a server that is killed', () => {
  it('keeps every message that was sent, once, and its clients go on', async () => {
    const { nurse, doctor, caseId } = await twoInOneCase()
    const all = Array.from({ length: 60 }, (_, n) => `Message ${n}`)
    const sending = Promise.all(all.map((text) => nurse.outbox.send('message.post', { caseId, text })))
    await soon(() => expect(textsOf(doctor, caseId).length).toBeGreaterThan(10))
    await server.kill()
    await soon(() => expect(nurse.connection.connected).toBe(false))
    await server.start()
    await sending
    await soon(() => expect(textsOf(doctor, caseId)).toEqual(all))
    await soon(() => expect(textsOf(nurse, caseId)).toEqual(all))
  }, 120_000)
})
