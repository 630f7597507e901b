/** What may be done to a message after it was said, and how a thread ends. */
import { randomUUID } from 'node:crypto'
import { plainTextOf, type RichText } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'nurse')
})
beforeEach(async () => {
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(() => house.stop())

const say = (person: TestPerson, text: string, more: object = {}) =>
  person.done('message.post', { caseId, text, ...more })
const headOf = async () => (await nurse.get(`/cases/${caseId}`)).body.seq as number
const versionsOf = (person: TestPerson, id: string) =>
  person.get(`/streams/case:${caseId}/messages/${id}/versions`)

describe('shape', () => {
  const body: RichText = {
    type: 'doc',
    content: [
      { type: 'paragraph', content: [{ type: 'text', text: 'Tension 16/9', marks: [{ type: 'bold' }] }] },
      {
        type: 'bulletList',
        content: [
          { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'peser' }] }] },
        ],
      },
    ],
  }

  it('comes back as it was written, with the same words beside it', async () => {
    const said = await say(nurse, plainTextOf(body), { body })
    expect(said).toMatchObject({ text: 'Tension 16/9\n- peser', body })
  })

  it('that says something else than the words is refused', async () => {
    expect(await nurse.send('message.post', { caseId, text: 'Autre chose', body })).toMatchObject({
      status: 400,
      error: { code: 'invalid', data: { field: 'body', why: 'differs_from_text' } },
    })
  })

  it.each([
    ['a script for a link', { type: 'link', attrs: { href: 'javascript:alert(1)' } }],
    ['a style', { type: 'textStyle', attrs: { color: 'red' } }],
  ])('with %s is refused, and nothing is stored', async (_what, mark) => {
    const before = await headOf()
    const hostile = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', marks: [mark] }] }],
    }
    expect(await nurse.send('message.post', { caseId, text: 'x', body: hostile as never })).toMatchObject({
      status: 400,
      error: { code: 'invalid' },
    })
    expect(await headOf()).toBe(before)
  })

  it('mentions people of the circle and tasks that are there, and no others', async () => {
    const mention = (attrs: object) => ({
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'mention', attrs }] }],
    })
    const asked = await say(nurse, '@Cleo', {
      body: mention({ kind: 'person', id: doctor.id, label: 'Cleo' }),
    })
    expect(asked).toMatchObject({
      to: { accountIds: [doctor.id] },
      asked: [{ accountId: doctor.id, via: 'name', insteadOf: null }],
    })
    const stranger = mention({ kind: 'person', id: outsider.id, label: 'Out' })
    expect(await nurse.send('message.post', { caseId, text: '@Out', body: stranger as never })).toMatchObject(
      {
        error: { data: { why: 'not_in_circle' } },
      },
    )
    const noTask = mention({ kind: 'task', id: randomUUID(), label: 'Peser' })
    expect(await nurse.send('message.post', { caseId, text: '#Peser', body: noTask as never })).toMatchObject(
      {
        error: { data: { why: 'unknown_mention' } },
      },
    )
  })
})

describe('one’s own words', () => {
  it('are edited live, the former ones kept for the circle, and for nobody else', async () => {
    const socket = await connect(house.url, doctor.token)
    const { id } = await say(nurse, 'Elle pèse 62 kg')
    await subscribe(socket, `case:${caseId}`)
    await nurse.done('message.edit', { messageId: id, text: 'Elle pèse 62,5 kg' })
    await until(() => socket.changes.some(({ kind }) => kind === 'message.edited'))
    await doctor.done('message.acknowledge', { messageId: id })
    await nurse.done('message.delete', { messageId: id })
    socket.disconnect()
    const { body } = await versionsOf(doctor, id)
    expect(
      body.items.map(({ text, deleted }: { text: string; deleted: unknown }) => [text, deleted !== null]),
    ).toEqual([
      ['Elle pèse 62 kg', false],
      ['Elle pèse 62,5 kg', false],
      ['', true],
    ])
    expect((await versionsOf(outsider, id)).status).toBe(404)
    const { items } = (await doctor.get(`/cases/${caseId}/messages`)).body
    expect(items).toMatchObject([{ id, text: '', edited: { times: 1 }, deleted: { by: nurse.id } }])
  })

  it('edited to name somebody ask them from then on; a stranger cannot be named, then or later', async () => {
    const { id } = await say(nurse, 'Qui peut passer ?')
    const naming = (accountId: string) => ({
      messageId: id,
      text: 'Qui peut passer ? @Cleo',
      body: {
        type: 'doc' as const,
        content: [
          {
            type: 'paragraph' as const,
            content: [
              { type: 'text' as const, text: 'Qui peut passer ? ' },
              { type: 'mention' as const, attrs: { kind: 'person' as const, id: accountId, label: 'Cleo' } },
            ],
          },
        ],
      },
    })
    expect(await nurse.send('message.edit', naming(outsider.id))).toMatchObject({
      status: 400,
      error: { data: { why: 'not_in_circle' } },
    })
    expect(await nurse.done('message.edit', naming(doctor.id))).toMatchObject({
      to: { accountIds: [doctor.id] },
      asked: [{ accountId: doctor.id, via: 'name', insteadOf: null }],
    })
    expect((await doctor.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'mention', entityId: id }),
    )
  })

  it('that ask everyone go on asking everyone, whomever an edit names', async () => {
    const { id } = await say(doctor, 'À lire par tous', { urgency: 'important' })
    const body = {
      type: 'doc' as const,
      content: [
        {
          type: 'paragraph' as const,
          content: [
            {
              type: 'mention' as const,
              attrs: { kind: 'profession' as const, id: 'pharmacist' as const, label: 'x' },
            },
          ],
        },
      ],
    }
    await doctor.done('message.edit', { messageId: id, text: '@x', body })
    expect((await nurse.get('/me/queue')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'acknowledge', entityId: id }),
    )
  })

  it('are not somebody else’s to edit or delete', async () => {
    const { id } = await say(nurse, 'À moi')
    const mine = { status: 400, error: { code: 'invalid', data: { why: 'not_yours' } } }
    expect(await doctor.send('message.edit', { messageId: id, text: 'x' })).toMatchObject(mine)
    expect(await doctor.send('message.delete', { messageId: id })).toMatchObject(mine)
  })

  it('that are deleted stay so: no edit, no acknowledgement, no answer', async () => {
    const { id } = await say(nurse, 'Une erreur')
    await nurse.done('message.delete', { messageId: id })
    const gone = { status: 409, error: { code: 'conflict', data: { why: 'deleted' } } }
    expect(await nurse.send('message.edit', { messageId: id, text: 'x' })).toMatchObject(gone)
    expect(await doctor.send('message.acknowledge', { messageId: id })).toMatchObject(gone)
    expect(await doctor.send('message.post', { caseId, threadId: id, text: 'x' })).toMatchObject(gone)
  })

  it('edited on two devices at once: the second is told what stands there now', async () => {
    const { id, rev } = await say(nurse, 'Un')
    await nurse.done('message.edit', { messageId: id, text: 'Deux', rev })
    expect(await nurse.send('message.edit', { messageId: id, text: 'Trois', rev })).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { entity: { text: 'Deux' } } },
    })
  })
})

describe('a thread', () => {
  it('is closed with what came of it, takes no answer then, and is reopened', async () => {
    const { id } = await say(nurse, 'Qui passe ce soir ?')
    const closed = await doctor.done('thread.close', { threadId: id, outcome: 'Samuel passe à 18 h' })
    expect(closed.closed).toMatchObject({ by: doctor.id, outcome: 'Samuel passe à 18 h' })
    expect(await nurse.send('message.post', { caseId, threadId: id, text: 'Merci' })).toMatchObject({
      status: 409,
      error: { code: 'conflict', data: { why: 'thread_closed', outcome: 'Samuel passe à 18 h' } },
    })
    expect((await nurse.done('thread.reopen', { threadId: id })).closed).toBeNull()
    const answer = await say(nurse, 'Merci', { threadId: id })
    expect(await doctor.send('thread.close', { threadId: answer.id, outcome: 'x' })).toMatchObject({
      error: { data: { why: 'is_an_answer' } },
    })
  })

  it('counts as taken note of by whoever answers in it', async () => {
    const { id } = await say(nurse, 'Votre avis ?', { to: { accountIds: [doctor.id], professions: [] } })
    const waiting = async () =>
      (await doctor.get('/me/queue')).body.items.filter((item: { entityId: string }) => item.entityId === id)
    expect(await waiting()).toMatchObject([{ kind: 'mention', stream: `case:${caseId}` }])
    await say(doctor, 'Je regarde', { threadId: id })
    expect(await waiting()).toEqual([])
  })

  it('that is muted is not counted as unread; one’s own choice, on all one’s devices', async () => {
    const { id } = await say(nurse, 'Un fil bavard')
    const phone = await connect(house.url, doctor.token)
    await subscribe(phone, `member:${doctor.id}`)
    await doctor.done('attention.set', { stream: `case:${caseId}`, threadId: id, mode: 'muted' })
    await until(() => phone.changes.some(({ kind }) => kind === 'attention.set'))
    phone.disconnect()
    await say(nurse, 'encore', { threadId: id })
    const mine = (await doctor.get('/me/queue')).body.items
    expect(mine.filter((item: { caseId: string }) => item.caseId === caseId)).toEqual([])
  })
})

describe('seen, pinned, put forward', () => {
  it('tells who has seen a message and when, apart from who has acknowledged it', async () => {
    const before = new Date().toISOString()
    const { id } = await say(nurse, 'À voir', { urgency: 'important' })
    const seen = async () => (await nurse.get(`/streams/case:${caseId}/messages/${id}/seen`)).body.items
    expect(await seen()).toEqual([])
    const socket = await connect(house.url, doctor.token)
    await subscribe(socket, `case:${caseId}`)
    socket.emit('read', { stream: `case:${caseId}`, seq: await headOf() })
    await until(async () => (await seen()).length > 0)
    socket.disconnect()
    const [{ accountId, at }] = await seen()
    expect(accountId).toBe(doctor.id)
    expect(at > before).toBe(true)
    expect((await nurse.get(`/cases/${caseId}/messages`)).body.items[0].acknowledgements).toEqual([])
  })

  it('pins and unpins a message; again, nothing happens', async () => {
    const { id } = await say(nurse, 'Code de la porte : voir sa fille')
    const pinned = await doctor.done('message.pin', { messageId: id })
    expect(pinned.pinned).toMatchObject({ by: doctor.id })
    expect((await nurse.done('message.pin', { messageId: id })).rev).toBe(pinned.rev)
    expect((await nurse.done('message.unpin', { messageId: id })).pinned).toBeNull()
  })

  it('puts a case forward for the next meeting, from a message, and takes it back', async () => {
    const { id } = await say(nurse, 'Il faudrait en parler tous ensemble')
    const item = await nurse.done('agenda.propose', {
      caseId,
      question: 'Retour à domicile ?',
      messageId: id,
    })
    expect(item).toMatchObject({ status: 'proposed', messageId: id, proposedBy: nurse.id })
    expect(await doctor.send('agenda.withdraw', { agendaItemId: item.id })).toMatchObject({
      error: { data: { why: 'not_yours' } },
    })
    expect((await nurse.done('agenda.withdraw', { agendaItemId: item.id })).status).toBe('withdrawn')
  })
})
