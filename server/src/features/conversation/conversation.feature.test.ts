import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let pharmacist: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  pharmacist = await house.person('Linh Pharmacist', 'pharmacist')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse, pharmacist])
})
afterAll(() => house.stop())

describe('a message', () => {
  it('is read by the circle in the order in which it came, with its thread', async () => {
    const first = await nurse.done('message.post', { caseId, text: 'Elle a **chuté** hier soir' })
    const answer = await doctor.done('message.post', { caseId, threadId: first.id, text: 'Je passe à midi' })
    await pharmacist.done('message.post', { caseId, text: 'Autre chose' })
    const thread = await pharmacist.get(`/cases/${caseId}/messages?thread=${first.id}`)
    expect(thread.body.items.map(({ id }: { id: string }) => id)).toEqual([first.id, answer.id])
    const all = await pharmacist.get(`/cases/${caseId}/messages?limit=2`)
    expect(all.body.items).toHaveLength(2)
    const rest = await pharmacist.get(`/cases/${caseId}/messages?limit=200&cursor=${all.body.next}`)
    const seqs = [...all.body.items, ...rest.body.items].map(({ seq }: { seq: number }) => seq)
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other))
    expect(rest.body.next).toBeNull()
  })

  it('answers an opening message only, of its own case', async () => {
    const first = await nurse.done('message.post', { caseId, text: 'Ouvre' })
    const answer = await doctor.done('message.post', { caseId, threadId: first.id, text: 'Répond' })
    const elsewhere = await house.openCase(doctor)
    expect(await nurse.send('message.post', { caseId, threadId: answer.id, text: 'x' })).toMatchObject({
      status: 400,
      error: { data: { why: 'is_an_answer' } },
    })
    expect(
      await doctor.send('message.post', { caseId: elsewhere, threadId: first.id, text: 'x' }),
    ).toMatchObject({ status: 404 })
  })

  it.each([
    ['nothing', ''],
    ['blanks', '  \n '],
    ['more than ten thousand characters', 'é'.repeat(10_001)],
    ['a control character', 'a\u0000b'],
  ])('of %s is refused, and nothing is stored', async (_what, text) => {
    const before = (await nurse.get(`/cases/${caseId}`)).body.seq
    expect(await nurse.send('message.post', { caseId, text })).toMatchObject({
      status: 400,
      error: { code: 'invalid' },
    })
    expect((await nurse.get(`/cases/${caseId}`)).body.seq).toBe(before)
  })

  it('asks nobody outside the circle', async () => {
    const reply = await nurse.send('message.post', { caseId, text: 'x', to: { accountIds: [outsider.id] } })
    expect(reply).toMatchObject({ status: 400, error: { data: { why: 'not_in_circle' } } })
  })

  it('that is urgent is acknowledged once each, and taken in charge by one', async () => {
    const { id } = await nurse.done('message.post', { caseId, text: 'INR à 7', urgency: 'urgent' })
    const queue = async (person: TestPerson) =>
      (await person.get('/me/queue')).body.items.map(({ key }: { key: string }) => key)
    expect(await queue(doctor)).toContain(`acknowledge:${id}`)
    expect(await queue(nurse)).not.toContain(`acknowledge:${id}`)
    await doctor.done('message.acknowledge', { messageId: id })
    await doctor.done('message.acknowledge', { messageId: id })
    expect(await queue(doctor)).not.toContain(`acknowledge:${id}`)
    const replies = await Promise.all(
      [doctor, pharmacist].map((person) => person.send('message.takeCharge', { messageId: id })),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ status: 409, error: { code: 'already_claimed' } })
    const { body } = await nurse.get(`/cases/${caseId}/messages?thread=${id}`)
    expect(body.items[0].acknowledgements.filter(({ by }: { by: string }) => by === doctor.id)).toHaveLength(
      1,
    )
  })
})

describe('a note', () => {
  it('keeps its readings and its words in one change', async () => {
    const note = await nurse.done('note.record', {
      caseId,
      text: 'Jambes gonflées',
      readings: [
        { kind: 'weight', value: 71.4 },
        { kind: 'bloodPressure', value: 142, value2: 78 },
      ],
    })
    expect(note.measurementIds).toHaveLength(2)
    const { body } = await doctor.get(`/cases/${caseId}/measurements`)
    const taken = body.items.filter(({ messageId }: { messageId: string }) => messageId === note.id)
    expect(taken).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'weight', value: 71.4 }),
        expect.objectContaining({ kind: 'bloodPressure', value: 142, value2: 78 }),
      ]),
    )
    const { changes } = (await doctor.get(`/streams/case:${caseId}/changes?since=0&limit=200`)).body
    expect(
      changes.filter(({ entities }: { entities: { id: string }[] }) =>
        entities.some(({ id }) => id === note.id),
      ),
    ).toHaveLength(1)
  })

  it.each([
    ['a weight of 700 kg', { kind: 'weight', value: 700 }],
    ['a pressure without its diastolic', { kind: 'bloodPressure', value: 140 }],
    ['a diastolic above the systolic', { kind: 'bloodPressure', value: 80, value2: 140 }],
    ['an unknown reading', { kind: 'aura', value: 1 }],
  ])('is refused with %s', async (_what, reading) => {
    expect(
      await nurse.send('note.record', { caseId, text: 'x', readings: [reading as never] }),
    ).toMatchObject({ status: 400, error: { code: 'invalid' } })
  })

  it('shows a picture that arrived before it, and refuses one that did not', async () => {
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const fileId = randomUUID()
    const put = (body: Buffer, id = fileId, person = nurse) =>
      fetch(`${house.url}/api/v1/cases/${caseId}/files/${id}?name=plaie.png`, {
        method: 'PUT',
        headers: { Authorization: `Bearer ${person.token}` },
        body: new Uint8Array(body),
      })
    expect((await nurse.send('note.record', { caseId, text: 'x', fileIds: [fileId] })).status).toBe(404)
    expect((await put(pixel)).status).toBe(200)
    expect((await put(pixel)).status).toBe(200)
    expect((await put(Buffer.from('<svg onload="alert(1)"/>'), randomUUID())).status).toBe(400)
    expect((await put(pixel, randomUUID(), outsider)).status).toBe(404)
    await nurse.done('note.record', { caseId, text: 'La plaie', fileIds: [fileId] })
    const read = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${fileId}`, {
      headers: { Authorization: `Bearer ${doctor.token}` },
    })
    expect(read.headers.get('content-type')).toBe('image/png')
    expect(read.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await read.arrayBuffer())).toEqual(pixel)
    const stranger = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${fileId}`, {
      headers: { Authorization: `Bearer ${outsider.token}` },
    })
    expect(stranger.status).toBe(404)
  })
})

describe('live', () => {
  it('typing and presence reach the circle and are stored nowhere', async () => {
    const [one, other] = [await connect(house.url, nurse.token), await connect(house.url, doctor.token)]
    const stream = `case:${caseId}` as const
    for (const socket of [one, other])
      await new Promise((answer) => socket.emit('subscribe', { stream, since: 0 }, answer))
    one.emit('viewing', { caseId })
    await until(() =>
      other.seen.some(
        ({ event, value }) =>
          event === 'presence' && (value as { accountIds: string[] }).accountIds.includes(nurse.id),
      ),
    )
    await until(() => {
      // Told again while the person types: one that meets a busy line is dropped, as it may be.
      one.emit('typing', { stream, threadId: null })
      return other.seen.some(
        ({ event, value }) => event === 'typing' && (value as { accountId: string }).accountId === nurse.id,
      )
    })
    one.disconnect()
    await until(() =>
      other.seen.some(
        ({ event, value }) =>
          event === 'presence' && (value as { accountIds: string[] }).accountIds.length === 0,
      ),
    )
    other.disconnect()
  })

  it('a read mark is in step on the devices of one person and nobody else’s', async () => {
    const stream = `case:${caseId}` as const
    const sockets = [
      await connect(house.url, nurse.token),
      await connect(house.url, nurse.token),
      await connect(house.url, doctor.token),
    ]
    for (const socket of sockets)
      await new Promise((answer) => socket.emit('subscribe', { stream, since: 0 }, answer))
    const [phone, desktop, another] = sockets as [
      (typeof sockets)[0],
      (typeof sockets)[0],
      (typeof sockets)[0],
    ]
    phone.emit('read', { stream, seq: 3 })
    await until(() => desktop.seen.some(({ event }) => event === 'read'))
    expect(another.seen.some(({ event }) => event === 'read')).toBe(false)
    expect((await nurse.get('/me/read-marks')).body.items).toContainEqual({ stream, seq: 3 })
    for (const socket of sockets) socket.disconnect()
  })
})
