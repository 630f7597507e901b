/** A task that some of the circle see: for the others it is not there, in no list and on no wire. */
import { randomUUID } from 'node:crypto'
import type { Change, StreamName } from '@colloque/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect, subscribe, until, type TestSocket } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let social: TestPerson
let nurse: TestPerson
let excluded: TestPerson
let caseId: string
const CANARY = 'canariviolence'
const NOT_FOUND = { status: 404, body: { ok: false, error: { code: 'not_found', data: {} } } }

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  social = await house.person('Sam Social', 'socialWorker')
  nurse = await house.person('Ada Nurse', 'nurse')
  excluded = await house.person('Ed Excluded', 'nurse')
  caseId = await house.openCase(doctor, [social, nurse, excluded])
})
afterAll(() => house.stop())

const partOf = async (taskId: string) => (await house.application.changes.locate(taskId)) as StreamName

/** A task of the doctor that the social worker and, unless told otherwise, the nurse see. */
async function narrowed(over: object = {}) {
  const { id } = await doctor.done('task.create', {
    caseId,
    title: `Signalement ${CANARY}`,
    visibleTo: [social.id, nurse.id],
    ...over,
  })
  const stream = await partOf(id)
  expect(stream).toMatch(/^part:/)
  return { id, stream }
}
const linkedTo = (person: TestPerson, stream: StreamName) =>
  until(async () =>
    (await house.application.changes.fold(`member:${person.id}`))
      .all<{ partId: string }>('partLink')
      .some(({ after }) => `part:${after?.partId}` === stream),
  )
const tasksOf = async (person: TestPerson) =>
  (await person.get(`/cases/${caseId}/tasks?limit=200`)).body.items.map(({ id }: { id: string }) => id)

/** Everything of a task that somebody can ask for over HTTP. */
async function askEverything(person: TestPerson, taskId: string, stream: StreamName) {
  const listed = await Promise.all(
    [
      `/cases/${caseId}`,
      `/cases/${caseId}/tasks?limit=200`,
      `/cases/${caseId}/tasks?status=open`,
      `/cases/${caseId}/measurements`,
      '/cases',
      '/me/tasks',
      '/me/queue',
      `/search?q=${CANARY}`,
      `/search?q=${CANARY}&caseId=${caseId}`,
      `/search?q=${CANARY}&kind=task`,
      `/streams/case:${caseId}/snapshot`,
      `/streams/case:${caseId}/changes?since=0&limit=200`,
      `/streams/member:${person.id}/snapshot`,
      `/streams/member:${person.id}/changes?since=0&limit=200`,
    ].map((path) => person.get(path)),
  )
  const [snapshot, changes, messages, history, unknown] = await Promise.all([
    person.get(`/streams/${stream}/snapshot`),
    person.get(`/streams/${stream}/changes?since=0`),
    person.get(`/streams/${stream}/messages`),
    person.get(`/cases/${caseId}/tasks/${taskId}/history`),
    person.get(`/cases/${caseId}/tasks/${randomUUID()}/history`),
  ])
  return { listed, streams: [snapshot, changes, messages], history, unknown }
}

describe('a narrowed task', () => {
  it('is there for those who see it, in every list', async () => {
    const { id, stream } = await narrowed({ forProfession: 'socialWorker' })
    await linkedTo(social, stream)
    for (const person of [doctor, social, nurse]) {
      expect(await tasksOf(person), person.name).toContain(id)
      expect((await person.get(`/cases/${caseId}`)).body.streams).toContain(stream)
      const { body: found } = await person.get(`/search?q=${CANARY}&caseId=${caseId}`)
      expect(found.items).toContainEqual(expect.objectContaining({ id, caseId, stream }))
      expect((await person.get(`/search?q=${CANARY}`)).body.items).toContainEqual(
        expect.objectContaining({ id }),
      )
      const { body: history } = await person.get(`/cases/${caseId}/tasks/${id}/history`)
      expect(history.items).toHaveLength(1)
      const { body: snapshot } = await person.get(`/streams/${stream}/snapshot`)
      expect(snapshot.entities.map(({ type }: { type: string }) => type).sort()).toEqual(['part', 'task'])
    }
    const { body: queue } = await social.get('/me/queue')
    expect(queue.items).toContainEqual(
      expect.objectContaining({ kind: 'freeTask', entityId: id, stream, caseId }),
    )
    expect((await social.get('/me/tasks')).body.items).toContainEqual(expect.objectContaining({ id }))
    expect((await nurse.get('/me/tasks')).body.items).not.toContainEqual(expect.objectContaining({ id }))
  })

  it('is not there for the rest of the circle, over HTTP', async () => {
    const before = (await house.application.changes.fold(`case:${caseId}`)).seq
    const { id, stream } = await narrowed({ forProfession: 'nurse', urgency: 'urgent' })
    await nurse.done('task.claim', { taskId: id })
    await nurse.done('task.complete', {
      taskId: id,
      note: `Fait ${CANARY}`,
      readings: [{ kind: 'weight', value: 61.5 }],
    })
    await linkedTo(nurse, stream)
    expect((await house.application.changes.fold(`case:${caseId}`)).seq).toBe(before)

    const answers = await askEverything(excluded, id, stream)
    for (const { status, body } of answers.listed) {
      expect(status).toBe(200)
      const said = JSON.stringify(body)
      for (const trace of [id, stream.slice('part:'.length), CANARY, '61.5', 'part:', '"part'])
        expect(said, trace).not.toContain(trace)
    }
    for (const answer of answers.streams) expect(answer).toEqual(NOT_FOUND)
    expect(answers.history).toEqual(answers.unknown)
    expect(answers.history.status).toBe(404)
  })

  it('answers the rest of the circle as what does not exist, and nothing changes', async () => {
    const { id, stream } = await narrowed()
    const seq = (await house.application.changes.fold(stream)).seq
    for (const taskId of [id, randomUUID()]) {
      for (const reply of [
        await excluded.send('task.claim', { taskId }),
        await excluded.send('task.update', { taskId, title: 'x' }),
        await excluded.send('task.offer', { taskId, toAccount: nurse.id }),
        await excluded.send('task.abandon', { taskId, reason: 'x' }),
      ])
        expect(reply).toEqual({ status: 404, ok: false, error: { code: 'not_found', data: {} } })
    }
    const named = { caseId, title: 'Après', dependsOn: [id] }
    expect(await excluded.send('task.create', named)).toEqual(
      await excluded.send('task.create', { ...named, dependsOn: [randomUUID()] }),
    )
    expect((await house.application.changes.fold(stream)).seq).toBe(seq)
  })

  it('leaves no frame on the socket of the rest of the circle', async () => {
    const socket = await connect(house.url, excluded.token)
    await subscribe(socket, `case:${caseId}`, (await house.application.changes.fold(`case:${caseId}`)).seq)
    await subscribe(socket, `member:${excluded.id}`)
    socket.changes.length = 0
    const hearing = await connect(house.url, nurse.token)
    const { id, stream } = await narrowed()
    expect(await subscribe(hearing, stream)).toMatchObject({ ok: true, head: 1 })
    const refused = { ok: false, error: { code: 'not_found', data: {} } }
    expect(await subscribe(socket, stream)).toEqual(refused)
    expect(await command(socket, 'task.claim', { taskId: id })).toEqual(refused)
    await nurse.done('task.claim', { taskId: id })
    await until(() => hearing.changes.some(({ kind }) => kind === 'task.claimed'))
    // What comes after it shows that the rest was not merely late.
    await doctor.done('message.post', { caseId, text: 'Pour tous' })
    await until(() => socket.changes.length > 0)
    expect(socket.changes.map(({ kind }) => kind)).toEqual(['message.posted'])
    expect(JSON.stringify(socket.seen)).not.toContain(id)
    expect(JSON.stringify(socket.seen)).not.toContain('part:')
    socket.disconnect()
    hearing.disconnect()
  })

  it('is worked by those who see it alone, and claimed by one', async () => {
    const { id: taskId, stream } = await narrowed({ forProfession: 'nurse' })
    expect(await social.send('task.claim', { taskId })).toMatchObject({ error: { code: 'invalid' } })
    const other = await narrowed()
    const replies = await Promise.all(
      [doctor, social, nurse, doctor, social, nurse].map((person) =>
        person.send('task.claim', { taskId: other.id }),
      ),
    )
    const winners = new Set(replies.flatMap((reply) => (reply.ok ? [reply.data.claimed?.by] : [])))
    expect(winners.size).toBe(1)
    for (const reply of replies)
      if (!reply.ok)
        expect(reply.error).toMatchObject({ code: 'already_claimed', data: { by: [...winners][0] } })
    expect((await house.application.changes.fold(other.stream)).seq).toBe(2)

    await nurse.done('task.claim', { taskId })
    for (const [name, key] of [
      ['task.offer', 'toAccount'],
      ['task.delegate', 'toAccount'],
    ] as const)
      expect(await nurse.send(name, { taskId, [key]: excluded.id } as never)).toMatchObject({
        error: { code: 'invalid', data: { field: 'toAccount', why: 'not_in_circle' } },
      })
    expect(await nurse.done('task.delegate', { taskId, toAccount: social.id })).toMatchObject({
      delegate: { accountId: social.id },
    })
    expect((await house.application.changes.fold(stream)).seq).toBe(3)
  })

  it('is refused where it names whom the circle does not know, or nobody, and nothing changes', async () => {
    const outsider = await house.person('Out Sider', 'nurse')
    const create = (over: object) => doctor.send('task.create', { caseId, title: 'x', ...over })
    for (const [over, data] of [
      [{ visibleTo: [outsider.id] }, { field: 'visibleTo', why: 'not_in_circle' }],
      [{ visibleTo: [nurse.id, randomUUID()] }, { field: 'visibleTo', why: 'not_in_circle' }],
      [{ visibleTo: [doctor.id] }, { field: 'visibleTo', why: 'yourself' }],
      [
        { visibleTo: [nurse.id], forAccount: excluded.id },
        { field: 'forAccount', why: 'not_in_circle' },
      ],
    ] as const)
      expect(await create(over)).toMatchObject({ status: 400, error: { code: 'invalid', data } })
    expect(await create({ visibleTo: [] })).toMatchObject({ status: 400 })
    expect(
      await outsider.send('task.create', { caseId, title: 'x', visibleTo: [doctor.id, nurse.id] }),
    ).toEqual({ status: 404, ok: false, error: { code: 'not_found', data: {} } })
  })

  it('is made once, however often it is sent', async () => {
    const input = { commandId: randomUUID(), caseId, title: 'Une fois', visibleTo: [nurse.id] }
    const [first, again] = [await doctor.done('task.create', input), await doctor.done('task.create', input)]
    expect(again).toEqual(first)
    expect((await tasksOf(nurse)).filter((id: string) => id === first.id)).toHaveLength(1)
    expect(await doctor.send('task.create', { ...input, visibleTo: [social.id] })).toMatchObject({
      error: { code: 'command_id_reused' },
    })
  })

  it('pages with the tasks of the case, none lost and none twice', async () => {
    const all = await tasksOf(doctor)
    const paged: string[] = []
    for (let cursor = ''; ;) {
      const { body } = await doctor.get(`/cases/${caseId}/tasks?limit=2${cursor}`)
      paged.push(...body.items.map(({ id }: { id: string }) => id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(paged).toEqual(all)
  })

  it('waits for the case: in a closed one nothing is done', async () => {
    const closing = await house.openCase(doctor, [nurse])
    const { id: taskId } = await doctor.done('task.create', {
      ...{ caseId: closing, title: 'x', visibleTo: [nurse.id] },
    })
    await doctor.done('case.close', { caseId: closing, reason: 'Fini' })
    expect(await nurse.send('task.claim', { taskId })).toMatchObject({
      error: { code: 'conflict', data: { status: 'closed' } },
    })
    expect(
      await doctor.send('task.create', { caseId: closing, title: 'x', visibleTo: [nurse.id] }),
    ).toMatchObject({ error: { code: 'conflict', data: { status: 'closed' } } })
  })
})

describe('whoever leaves the circle', () => {
  async function leaving(
    url: string,
  ): Promise<{ person: TestPerson; socket: TestSocket; id: string; stream: StreamName }> {
    const person = await house.person('Lea Leaving', 'nurse')
    await doctor.done('circle.add', { caseId, accountId: person.id })
    // The other node reads it within its second.
    await until(async () => (await person.get('/cases')).body.items.length === 1)
    const { id, stream } = await narrowed({ visibleTo: [person.id, nurse.id] })
    await person.done('task.claim', { taskId: id })
    const socket = await connect(url, person.token)
    // The part alone: the case is not followed by anybody on that node.
    expect(await subscribe(socket, stream)).toMatchObject({ ok: true, head: 2 })
    return { person, socket, id, stream }
  }

  it('hears nothing of its parts from the same turn on, and what they held there is free', async () => {
    const { person, socket, id, stream } = await leaving(house.url)
    await linkedTo(person, stream)
    await doctor.done('circle.remove', { caseId, accountId: person.id })
    const heard = socket.changes.length
    await doctor.done('task.update', { taskId: id, title: `Après ${CANARY}` })
    await until(() => socket.unsubscribed.some((notice) => notice.stream === stream))
    await until(async () => {
      const { body } = await nurse.get(`/streams/${stream}/changes?since=0`)
      return body.changes.some(({ kind }: Change) => kind === 'part.memberLeft')
    })
    expect(socket.changes).toHaveLength(heard)
    expect(await subscribe(socket, stream)).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await person.get(`/streams/${stream}/snapshot`)).toEqual(NOT_FOUND)
    expect(await person.get(`/streams/${stream}/changes?since=0`)).toEqual(NOT_FOUND)
    expect(await person.get(`/cases/${caseId}/tasks/${id}/history`)).toEqual(NOT_FOUND)
    expect(await person.send('task.release', { taskId: id, reason: 'x' })).toMatchObject({ status: 404 })
    expect((await person.get('/me/tasks')).body.items).toEqual([])
    expect((await person.get(`/search?q=${CANARY}`)).body.items).toEqual([])
    const own = (await person.get(`/streams/member:${person.id}/snapshot`)).body.entities
    expect(own.filter(({ type }: { type: string }) => type === 'partLink')).toMatchObject([
      { after: { caseId, status: 'left' } },
    ])
    expect((await nurse.get(`/streams/${stream}/snapshot`)).body.entities).toContainEqual(
      expect.objectContaining({ id, after: expect.objectContaining({ status: 'open', claimed: null }) }),
    )
    socket.disconnect()
  })

  it('is cut off on another node within two seconds, where nobody follows the case', async () => {
    const second = await house.secondNode()
    const { person, socket, stream } = await leaving(second.url)
    await doctor.done('circle.remove', { caseId, accountId: person.id })
    const from = Date.now()
    await until(() => socket.unsubscribed.some((notice) => notice.stream === stream))
    expect(Date.now() - from).toBeLessThan(2_000)
    socket.disconnect()
  })
})
