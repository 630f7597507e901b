/** « Mauvaise situation »: what was said of the wrong patient leaves that case without a trace of its words. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'

const WORDS = 'Monsieur Zéphyrin ne prend plus son traitement'

let house: TestHouse
let nurse: TestPerson
let wrongReader: TestPerson
let rightReader: TestPerson
let wrong: string
let right: string

beforeAll(async () => {
  house = await startTestHouse()
  nurse = await house.person('Ada Nurse', 'nurse')
  wrongReader = await house.person('Wren Wrong', 'physician')
  rightReader = await house.person('Rita Right', 'physician')
})
beforeEach(async () => {
  wrong = await house.openCase(nurse, [wrongReader])
  right = await house.openCase(nurse, [rightReader])
})
afterAll(() => house.stop())

const messagesOf = async (person: TestPerson, caseId: string) =>
  (await person.get(`/cases/${caseId}/messages`)).body.items

describe('a message in the wrong case', () => {
  it('is moved with its answers and readings; there it is whole, here only a notice is left', async () => {
    const socket = await connect(house.url, wrongReader.token)
    await subscribe(socket, `case:${wrong}`)
    const first = await nurse.done('note.record', {
      caseId: wrong,
      text: WORDS,
      readings: [{ kind: 'weight', value: 71 }],
    })
    await wrongReader.done('message.post', {
      caseId: wrong,
      threadId: first.id,
      text: 'Zéphyrin ? Qui est-ce ?',
    })
    await nurse.done('message.move', { messageId: first.id, toCaseId: right })
    await until(() => socket.changes.some(({ kind }) => kind === 'message.moved'))
    socket.disconnect()

    expect(await messagesOf(wrongReader, wrong)).toEqual([])
    await until(async () => (await messagesOf(rightReader, right)).length === 2)
    const [moved, answer] = await messagesOf(rightReader, right)
    expect(moved).toMatchObject({ text: WORDS, authorId: nurse.id, kind: 'note', moved: { by: nurse.id } })
    expect(answer).toMatchObject({ threadId: moved.id, authorId: wrongReader.id })
    const { items } = (await rightReader.get(`/cases/${right}/measurements`)).body
    expect(items).toMatchObject([{ caseId: right, value: 71, messageId: moved.id }])

    // Nothing that a reader of the wrong case can ask for says a word of it, the past included.
    for (const path of [
      `/streams/case:${wrong}/snapshot`,
      `/streams/case:${wrong}/changes?since=0`,
      `/cases/${wrong}/measurements`,
      '/search?q=zephyrin',
      '/me/queue',
    ])
      expect(JSON.stringify((await wrongReader.get(path)).body), path).not.toMatch(/Zéphyrin|"value":71/)
    expect((await wrongReader.get(`/streams/case:${wrong}/messages/${first.id}/versions`)).status).toBe(404)
    const { entities } = (await wrongReader.get(`/streams/case:${wrong}/snapshot`)).body
    const notice = entities.find(({ type }: { type: string }) => type === 'notice')
    expect(notice.after).toMatchObject({ kind: 'messageMoved', by: nurse.id, authorId: nurse.id })
    expect(JSON.stringify(notice)).not.toContain(right)

    // The audit trail alone still has it, and the chain still holds.
    const record = await house.connection.collection('movedMessages').findOne({ stream: `case:${wrong}` })
    expect(JSON.stringify(record)).toContain(WORDS)
    const changes = await house.connection
      .collection('changes')
      .find({ stream: `case:${wrong}` })
      .toArray()
    expect(JSON.stringify(changes)).not.toContain('Zéphyrin')
  })

  it('sent twice, is moved once', async () => {
    const { id } = await nurse.done('message.post', { caseId: wrong, text: WORDS })
    const input = { commandId: crypto.randomUUID(), messageId: id, toCaseId: right }
    const first = await nurse.done('message.move', input)
    expect(await nurse.done('message.move', input)).toEqual(first)
    await until(async () => (await messagesOf(rightReader, right)).length > 0)
    expect(await messagesOf(rightReader, right)).toHaveLength(1)
  })

  it('goes only where its mover is in the circle and the case is open, and nothing changes otherwise', async () => {
    const { id } = await nurse.done('message.post', { caseId: wrong, text: WORDS })
    const notHers = await house.openCase(rightReader)
    expect(await nurse.send('message.move', { messageId: id, toCaseId: notHers })).toMatchObject({
      status: 404,
    })
    expect(await nurse.send('message.move', { messageId: id, toCaseId: wrong })).toMatchObject({
      status: 400,
      error: { data: { why: 'same_case' } },
    })
    await nurse.done('case.close', { caseId: right, reason: 'x' })
    expect(await nurse.send('message.move', { messageId: id, toCaseId: right })).toMatchObject({
      status: 409,
    })
    expect(await messagesOf(wrongReader, wrong)).toMatchObject([{ text: WORDS }])
    expect(
      await house.connection.collection('movedMessages').countDocuments({ stream: `case:${wrong}` }),
    ).toBe(0)
  })
})
