/** What is erased is nowhere any more: in no collection, no answer, no frame; that it was erased stays. */
import { addCard, paragraphs, readCardOf } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { verifyChain } from '../../platform/change-log/verify-chain.ts'
import { createMongoStores } from '../../platform/change-log/mongo-stores.ts'
import { placesOf } from '../../testing/every-word.ts'
import { signAPlan, writePlan, writesSituation } from '../../testing/plans.ts'
import { connect, subscribe, until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

/** Another word in each test: a place where it is left is that test's own. */
let CANARY = ''
let tests = 0

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
})
beforeEach(async () => {
  CANARY = `Zéphyrin${'abcdefghijklmnop'[(tests += 1)] ?? ''}`
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(() => house.stop())

const because = { basis: 'wrongPerson', reason: 'Écrit dans le mauvais dossier' } as const
const streamOf = (): StreamName => `case:${caseId}`
const verified = async (stream: StreamName) =>
  verifyChain(createMongoStores(house.connection.db as never).log, stream)

const putFile = async (person: TestPerson, name: string, words: string): Promise<string> => {
  const fileId = crypto.randomUUID()
  const answer = await fetch(`${house.url}/api/v1/cases/${caseId}/files/${fileId}`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${person.token}`,
      'Content-Type': 'text/plain',
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
    body: words,
  })
  expect(answer.status).toBe(200)
  return fileId
}

describe('entries', () => {
  it('leave the log, the lists, search, files, drafts and the past; the trace says who, when and why', async () => {
    const fileId = await putFile(nurse, `${CANARY}.txt`, `Ordonnance de ${CANARY}`)
    const message = await nurse.done('message.post', { caseId, text: `Bonjour ${CANARY}`, fileIds: [fileId] })
    await nurse.done('message.edit', { messageId: message.id, text: `Re-bonjour ${CANARY}` })
    const answer = await doctor.done('message.post', { caseId, threadId: message.id, text: `${CANARY} ?` })
    const note = await nurse.done('note.record', {
      caseId,
      text: `${CANARY} pèse`,
      readings: [{ kind: 'weight', value: 71 }],
      observations: [{ kind: 'mood', words: `Parle de ${CANARY}` }],
    })
    const socket = await connect(house.url, doctor.token)
    await subscribe(socket, streamOf())
    socket.emit('draft', {
      ...{ stream: streamOf(), threadId: message.id, text: `Une réponse sur ${CANARY}`, body: null },
      at: Date.now(),
    })
    await until(async () => (await placesOf(house.connection, 'Une réponse sur')).length > 0)
    expect((await placesOf(house.connection, CANARY)).length).toBeGreaterThan(5)

    const entries = [message, answer, note].map(({ id }) => ({ type: 'message', id }))
    const erasure = await doctor.done('entry.erase', { caseId, entries, ...because })
    await until(() => socket.changes.some(({ kind }) => kind === 'entry.redacted'))
    const [heard] = socket.changes.filter(({ kind }) => kind === 'entry.redacted')
    socket.disconnect()
    expect(JSON.stringify(heard)).not.toContain(CANARY)
    expect(erasure).toMatchObject({ ...because, by: doctor.id, scope: 'entries', signedIn: [] })
    const measurement = expect.objectContaining({ type: 'measurement' }) as object
    const worded = expect.objectContaining({ type: 'wordedReading' }) as object
    expect(erasure.of).toEqual([...entries, { type: 'file', id: fileId }, measurement, worded])

    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
    for (const path of [
      `/streams/${streamOf()}/snapshot`,
      `/streams/${streamOf()}/changes?since=0`,
      `/streams/${streamOf()}/messages`,
      `/cases/${caseId}/messages`,
      `/cases/${caseId}/measurements`,
      `/search?q=${CANARY}`,
      '/me/queue',
      '/me/drafts',
    ]) {
      const { status, body } = await nurse.get(path)
      expect(status, path).toBe(200)
      expect(JSON.stringify(body), path).not.toMatch(new RegExp(`${CANARY}|"value":71`))
    }
    expect((await nurse.get(`/streams/${streamOf()}/messages/${message.id}/versions`)).status).toBe(404)
    expect((await nurse.get(`/cases/${caseId}/files/${fileId}`)).status).toBe(404)
    expect(await verified(streamOf())).toMatchObject({ ok: true })
  })

  it('that were said with a task stand in it too: they go with it, and not alone', async () => {
    const task = await nurse.done('task.create', { caseId, title: 'Passer' })
    const observations = [{ kind: 'sleep' as const, words: CANARY }]
    await nurse.done('task.complete', { taskId: task.id, observations })
    const fold = await house.application.changes.fold(streamOf())
    const said = { type: 'wordedReading', id: fold.all('wordedReading')[0]?.id ?? '' }
    expect(await nurse.send('entry.erase', { caseId, entries: [said], ...because })).toMatchObject({
      error: { code: 'conflict', data: { why: 'stands_in_task', ids: [task.id] } },
    })
    const entries = [{ type: 'task', id: task.id }]
    const erasure = await nurse.done('entry.erase', { caseId, entries, ...because })
    expect(erasure.of).toEqual([...entries, said])
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
  })

  it('of a meeting leave with the tasks that say a decision again; the decision does not stay alone in a task', async () => {
    const teamId = doctor.teamIds[0] ?? ''
    const plan = { title: 'Jeudi', startsAt: '2100-01-07T12:00:00.000Z', minutes: 30, invited: [] }
    const { id: meetingId } = await doctor.done('meeting.call', { teamId, ...plan })
    const item = await doctor.done('agenda.propose', { caseId, meetingId, question: `Et ${CANARY} ?` })
    await doctor.done('agenda.ask', { agendaItemId: item.id, what: 'opinion', profession: 'pharmacist' })
    await nurse.done('agenda.giveOpinion', { agendaItemId: item.id, text: `${CANARY} va mieux` })
    const owner = { profession: 'nurse' as const }
    const decided = { agendaItemId: item.id, text: `Appeler ${CANARY}`, owner, tell: { owner } }
    const { id, taskId, tellTaskId } = await doctor.done('decision.record', decided)
    await doctor.done('decision.disagree', { decisionId: id, text: `${CANARY} ne veut pas` })
    const task = { type: 'task', id: taskId }
    expect(await doctor.send('entry.erase', { caseId, entries: [task], ...because })).toMatchObject({
      error: { code: 'conflict', data: { why: 'stands_in_decision', ids: [id] } },
    })
    const entries = [
      { type: 'decision', id },
      { type: 'agendaItem', id: item.id },
    ]
    const erasure = await doctor.done('entry.erase', { caseId, entries, ...because })
    const asked = { type: 'task', id: expect.any(String) as string }
    expect(erasure.of).toEqual([...entries, task, { type: 'task', id: tellTaskId }, asked])
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
    expect(await verified(streamOf())).toMatchObject({ ok: true })
  })

  it('are told apart from what never was when somebody acts on them', async () => {
    const { id } = await nurse.done('message.post', { caseId, text: 'x' })
    await nurse.done('entry.erase', { caseId, entries: [{ type: 'message', id }], ...because })
    expect(await doctor.send('message.acknowledge', { messageId: id })).toMatchObject({
      status: 404,
      error: { code: 'not_found', data: { type: 'message', why: 'erased' } },
    })
    expect(
      await nurse.send('entry.erase', { caseId, entries: [{ type: 'message', id }], ...because }),
    ).toMatchObject({
      status: 404,
      error: { data: { why: 'erased' } },
    })
  })

  it('sent twice, are erased once', async () => {
    const { id } = await nurse.done('message.post', { caseId, text: 'x' })
    const input = {
      ...{ commandId: crypto.randomUUID(), caseId, entries: [{ type: 'message', id }] },
      ...because,
    }
    expect(await nurse.done('entry.erase', input)).toEqual(await nurse.done('entry.erase', input))
  })

  it('of somebody else, or that are kept, or whose answers would be left, are refused and stay', async () => {
    const theirs = await doctor.done('message.post', { caseId, text: 'x' })
    const own = await nurse.done('message.post', { caseId, text: 'y' })
    const { id: answerId } = await doctor.done('message.post', { caseId, threadId: own.id, text: 'z' })
    const medication = await doctor.done('medication.add', { caseId, name: 'Coumadine' })
    const versionId = await signAPlan(house, caseId, doctor)
    const project = await doctor.done('wish.record', {
      ...{ caseId, aspect: 'project', text: 'Rester chez elle', heardOn: '2026-01-05' },
    })
    const { seq } = await house.application.changes.fold(streamOf())
    const erase = (person: TestPerson, type: string, id: string) =>
      person.send('entry.erase', { caseId, entries: [{ type, id }], ...because })
    expect(await erase(nurse, 'message', theirs.id)).toMatchObject({ error: { data: { why: 'not_yours' } } })
    expect(await erase(nurse, 'message', own.id)).toMatchObject({
      status: 409,
      error: { data: { why: 'answered', ids: [answerId] } },
    })
    expect(await erase(doctor, 'medication', medication.id)).toMatchObject({
      error: { data: { why: 'corrected_not_erased' } },
    })
    // The sentence in the strip of the case: its words stand in the case's own states too.
    expect(await erase(doctor, 'personWish', project.id)).toMatchObject({
      error: { data: { why: 'corrected_not_erased' } },
    })
    expect(await erase(doctor, 'planVersion', versionId)).toMatchObject({
      error: { data: { why: 'kept_by_law' } },
    })
    const otherCase = await house.openCase(doctor)
    expect(
      await doctor.send('entry.erase', {
        ...{ caseId: otherCase, entries: [{ type: 'message', id: theirs.id }] },
        ...because,
      }),
    ).toMatchObject({ status: 404 })
    expect((await house.application.changes.fold(streamOf())).seq).toBe(seq)
  })

  it('that came from the wrong case leave the record of the move as well', async () => {
    const right = await house.openCase(doctor, [nurse])
    const { id } = await nurse.done('message.post', { caseId, text: `Pour ${CANARY}` })
    await nurse.done('message.move', { messageId: id, toCaseId: right })
    const moved = async () => (await nurse.get(`/cases/${right}/messages`)).body.items
    await until(async () => (await moved()).length === 1)
    const [arrived] = await moved()
    expect((await placesOf(house.connection, CANARY)).join()).toContain('movedMessages')
    await nurse.done('entry.erase', {
      ...{ caseId: right, entries: [{ type: 'message', id: arrived.id }] },
      ...because,
    })
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
  })
})

describe('a part of a document', () => {
  const board = () => `case/${caseId}/board`

  it('is in no batch, no snapshot and no answer any more; the rest stands', async () => {
    const { boards } = house.application
    const by = { accountId: nurse.id, role: 'nurse' }
    await boards.edit(board(), by, (doc) => {
      for (const [id, title] of [
        ['one', `Carte de ${CANARY}`],
        ['two', 'Reste'],
      ] as const)
        addCard(doc, { id, column: 'needs', title, by: nurse.id, at: new Date() })
    })
    expect((await nurse.get(`/search?q=${CANARY}`)).body.items).toHaveLength(1)
    const input = {
      commandId: crypto.randomUUID(),
      caseId,
      kind: 'board',
      path: 'cards/one',
      ...because,
    } as const
    const erasure = await doctor.done('board.erase', input)
    expect(erasure).toMatchObject({ scope: 'document', document: { kind: 'board', path: 'cards/one' } })
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
    const doc = await boards.read(board())
    expect([readCardOf(doc, 'one'), readCardOf(doc, 'two')?.title]).toEqual([undefined, 'Reste'])
    for (const path of [`documents/board/history`, `documents/board/attribution?part=cards/two/title`])
      expect(JSON.stringify((await nurse.get(`/cases/${caseId}/${path}`)).body)).not.toContain(CANARY)
    expect((await nurse.get(`/search?q=${CANARY}`)).body.items).toEqual([])
    // Its retry is answered, and what was written since is left alone.
    await boards.edit(board(), by, (edited) =>
      addCard(edited, { id: 'one', column: 'needs', title: 'Autre', by: nurse.id, at: new Date() }),
    )
    expect(await doctor.done('board.erase', input)).toEqual(erasure)
    expect(readCardOf(await boards.read(board()), 'one')?.title).toBe('Autre')
  })

  it('without a path, what stands stays and its past goes', async () => {
    await writePlan(house, caseId, nurse, writesSituation(`Voit ${CANARY}`))
    await writePlan(house, caseId, nurse, (doc) => {
      const situation = doc.getXmlFragment('situation')
      situation.delete(0, situation.length)
      situation.insert(0, paragraphs('Vit seule'))
    })
    expect(await placesOf(house.connection, CANARY)).not.toEqual([])
    await doctor.done('board.erase', { caseId, kind: 'plan', ...because })
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
    const doc = await house.application.boards.read(`case/${caseId}/plan`)
    expect(doc.getXmlFragment('situation').toString()).toContain('Vit seule')
  })

  it('that was signed is said to stand in what was signed', async () => {
    await writePlan(house, caseId, nurse, writesSituation(`Voit ${CANARY}`))
    const versionId = await signAPlan(house, caseId, doctor)
    const { signedIn } = await doctor.done('board.erase', {
      caseId,
      kind: 'plan',
      path: 'situation',
      ...because,
    })
    expect(signedIn).toEqual([versionId])
    await until(async () =>
      (await placesOf(house.connection, CANARY)).every((place) => place.startsWith('planTexts')),
    )
    await house.connection.collection('planTexts').deleteMany({ caseId })
  })

  it('is erased by whoever answers for the case, where there is something', async () => {
    await house.application.boards.read(board())
    const erase = (person: TestPerson, path: string) =>
      person.send('board.erase', { caseId, kind: 'board', path, ...because })
    expect(await erase(nurse, 'columns/needs')).toMatchObject({ error: { data: { why: 'not_your_place' } } })
    expect(await erase(doctor, 'cards/none')).toMatchObject({ status: 404 })
    expect(await erase(doctor, '__proto__/x')).toMatchObject({ status: 400 })
    expect(await erase(doctor, 'constructor')).toMatchObject({ status: 404 })
  })

  it('is not erased twice by two nodes that follow the same change', async () => {
    const second = await house.secondNode()
    await house.application.boards.edit(board(), { accountId: nurse.id, role: 'nurse' }, (doc) =>
      addCard(doc, { id: 'one', column: 'needs', title: CANARY, by: nurse.id, at: new Date() }),
    )
    await second.application.boards.read(board())
    await doctor.done('board.erase', { caseId, kind: 'board', path: 'cards/one', ...because })
    await until(async () => (await placesOf(house.connection, CANARY)).length === 0)
    const epochs = await house.connection
      .collection('board_batches')
      .countDocuments({ doc: board(), epoch: 1 })
    expect(epochs).toBe(1)
    await until(async () => readCardOf(await second.application.boards.read(board()), 'one') === undefined)
  })
})
