/** A conversation longer than what a client holds, read by real clients over real HTTP and sockets. */
import { MESSAGE_WINDOW, type QueryOutput } from '@colloque/contract'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestClients, soon } from './test-clients.ts'

let server: RunningServer
const { signedIn, twoInOneCase, closeAll } = createTestClients(() => server)

beforeAll(async () => {
  server = await startServer()
})
afterEach(closeAll)
afterAll(() => server?.stop())

describe('a client in a long conversation', () => {
  it('opens it anywhere, follows what becomes of old messages, and joins what arrives', async () => {
    const { nurse, doctor, caseId, stream } = await twoInOneCase()
    const count = MESSAGE_WINDOW + 120
    const ids: string[] = []
    // Turn by turn, so that neither writes more than one person may.
    for (let n = 0; n < count; n += 30) {
      const by = [nurse, doctor][(n / 30) % 2]!
      const made = Array.from({ length: 30 }, (_, i) =>
        by.outbox.send('message.post', { caseId, text: `Message ${n + i}` }),
      )
      ids.push(...(await Promise.all(made)).map(({ data }) => data.id))
    }

    const phone = await signedIn('physician')
    const history = phone.openHistory(stream, { page: 60 })
    const texts = () => history.messages.map(({ after }) => after.text)
    await history.ready
    expect([texts().length, history.isEarlier, history.isLater]).toEqual([MESSAGE_WINDOW, true, false])
    expect(phone.replica.entities(stream).has(ids[5]!)).toBe(false)
    await soon(() => expect(phone.replica.isCurrent(stream)).toBe(true))

    expect(await history.around(ids[5]!)).toBe(true)
    expect([texts()[0], history.isEarlier, history.isLater]).toEqual(['Message 0', false, true])
    await nurse.outbox.send('message.edit', { messageId: ids[5]!, text: 'Corrigé' })
    await soon(() => expect(texts()).toContain('Corrigé'))
    await doctor.outbox.send('message.pin', { messageId: ids[7]! })
    await soon(() => expect(phone.replica.entities(stream).has(ids[7]!)).toBe(true))
    await soon(() => expect(history.messages.find(({ id }) => id === ids[7])?.after.pinned).not.toBeNull())

    while (history.isLater) await history.later()
    await nurse.outbox.send('message.post', { caseId, text: 'Le dernier' })
    await soon(() => expect(texts().at(-1)).toBe('Le dernier'))
    const listed: string[] = []
    for (let after: number | null = 0; after !== null;) {
      const page: QueryOutput<'streamMessages'> = await phone.api.query(
        'streamMessages',
        { stream },
        { after, limit: 200 },
      )
      listed.push(...page.items.map(({ id }) => id))
      after = page.after
    }
    expect(history.messages.map(({ id }) => id)).toEqual(listed)
    history.close()
  }, 60_000)
})
