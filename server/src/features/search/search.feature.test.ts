import { randomUUID } from 'node:crypto'
import {
  addAlert,
  addCard,
  archiveCard,
  archiveEntry,
  caseBoardDocName,
  caseMinutesDocName,
  editPlanWords,
  editTitle,
  paragraphs,
} from '@colloque/board'
import type { SEARCH_KINDS } from '@colloque/contract'
import type { AgendaItem } from '@colloque/domain'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { writePlan, writesSituation } from '../../testing/plans.ts'
import { SAMPLES } from '../../testing/sample-files.ts'
import { until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let outsider: TestPerson
let caseId: string
let otherCase: string
let conversationId: string
const providers: WebsocketProvider[] = []

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  outsider = await house.person('Out Sider', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  otherCase = await house.openCase(doctor)
  await doctor.done('conversation.open', { accountIds: [nurse.id] })
  await vi.waitFor(async () => {
    const { items } = (await nurse.get('/conversations')).body
    conversationId = items.find(({ kind }: { kind: string }) => kind === 'direct').stream.split(':')[1]
  }, 10_000)
})
afterEach(() => providers.splice(0).forEach((provider) => provider.destroy()))
afterAll(() => house.stop())

interface Found {
  kind: (typeof SEARCH_KINDS)[number]
  id: string
  stream: string
  caseId: string | null
  conversationId: string | null
  threadId: string | null
  messageId: string | null
  agendaItemId: string | null
  title: string | null
  text: string
  by: string
  at: string
  archived: boolean
}

async function search(person: TestPerson, query: Record<string, string>, url = house.url) {
  const response = await fetch(`${url}/api/v1/search?${new URLSearchParams(query).toString()}`, {
    headers: { Authorization: `Bearer ${person.token}` },
  })
  const body = (await response.json()) as { items: Found[]; next: string | null }
  return { status: response.status, ...body }
}
const idsOf = async (person: TestPerson, query: Record<string, string>) =>
  (await search(person, query)).items.map(({ id }) => id)

/** The board as the stock client opens it. */
async function openBoard(person: TestPerson, id: string, url = house.url): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/yjs`, caseBoardDocName(id), doc, {
    disableBc: true,
    params: { token: person.token },
  })
  providers.push(provider)
  await vi.waitFor(() => expect(provider.synced).toBe(true), { timeout: 5_000 })
  return doc
}

async function sendFile(person: TestPerson, where: string, name: string): Promise<string> {
  const fileId = randomUUID()
  const address = `${house.url}/api/v1/${where}/files/${fileId}?name=${encodeURIComponent(name)}`
  const { status } = await fetch(address, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${person.token}` },
    body: new Uint8Array(SAMPLES['application/pdf']),
  })
  expect(status).toBe(200)
  return fileId
}

describe('a search', () => {
  it.each([
    ['Œdème des chevilles', 'oedeme'],
    ['Œdème des poignets', 'œdÈm'],
    ['Vu avec André ce matin', 'andre'],
    ['L’Infirmière est passée', 'infirm'],
    ['Aujourd’hui rien à signaler', 'hui signal'],
    ['Garçon de 12 ans, l’aîné', 'garcon AINE'],
  ])('finds « %s » for « %s »', async (text, q) => {
    const { id } = await nurse.done('message.post', { caseId, text })
    const { items } = await search(doctor, { q, kind: 'message' })
    expect(items.find((item) => item.id === id)).toEqual({
      ...{ kind: 'message', id, stream: `case:${caseId}`, caseId, conversationId: null, threadId: null },
      ...{
        messageId: null,
        agendaItemId: null,
        title: null,
        text,
        by: nurse.id,
        at: expect.any(String),
        archived: false,
      },
    })
  })

  it('finds nothing that lacks one of the words, or has it in the middle of another', async () => {
    await nurse.done('message.post', { caseId, text: 'Pansement zygomatique' })
    expect(await idsOf(doctor, { q: 'pansement absent' })).toEqual([])
    expect(await idsOf(doctor, { q: 'gomatique' })).toEqual([])
    expect(await idsOf(doctor, { q: '.* $ne (' })).toEqual([])
  })

  it('finds each kind of thing by its own words, with its title', async () => {
    const word = 'xylophone'
    const task = await doctor.done('task.create', { caseId, title: `Préparer le ${word}` })
    const medication = await doctor.done('medication.add', {
      caseId,
      name: `${word} 5 mg`,
      atc: 'C03CA01',
    } as never)
    const flag = await doctor.done('flag.raise', {
      caseId,
      title: 'À revoir',
      severity: 'PE',
      detail: `Pas avec le ${word}`,
    } as never)
    const report = await nurse.done('report.make', {
      ...{ caseId, kind: 'sideEffect', words: `Vertiges après le ${word}` },
    })
    const fileId = await sendFile(nurse, `cases/${caseId}`, `Notice du ${word}.pdf`)
    const first = await nurse.done('message.post', { caseId, text: 'Voir la pièce jointe' })
    const message = await nurse.done('message.post', {
      caseId,
      threadId: first.id,
      text: 'Voici',
      fileIds: [fileId],
    })
    await house.application.boards.edit(caseBoardDocName(caseId), nurse.id, (doc) =>
      addCard(doc, {
        ...{ id: 'carte-1', column: 'needs', title: 'Loisirs', body: `Aime le\n${word}`, by: nurse.id },
        at: new Date(),
      }),
    )
    const { items } = await search(nurse, { q: 'XYLO' })
    const seen = Object.fromEntries(items.map((item) => [item.kind, item]))
    expect(Object.keys(seen).sort()).toEqual(['card', 'file', 'flag', 'medication', 'report', 'task'])
    expect(seen['task']).toMatchObject({ id: task.id, title: `Préparer le ${word}`, by: doctor.id })
    expect(seen['medication']).toMatchObject({ id: medication.id, title: `${word} 5 mg` })
    expect(seen['flag']).toMatchObject({ id: flag.id, title: 'À revoir', text: `Pas avec le ${word}` })
    expect(seen['report']).toMatchObject({ id: report.id, text: `Vertiges après le ${word}`, by: nurse.id })
    expect(seen['file']).toMatchObject({ id: fileId, messageId: message.id, threadId: first.id })
    expect(seen['card']).toMatchObject({
      ...{ id: 'carte-1', caseId, title: 'Loisirs', text: `Aime le ${word}`, by: nurse.id, archived: false },
    })
    for (const kind of Object.keys(seen)) {
      expect(await idsOf(nurse, { q: word, kind })).toEqual([seen[kind]?.id])
    }
  })

  it('shows the words around the hit, not the beginning', async () => {
    const long = `${'mot '.repeat(800)}hémoptysie ${'mot '.repeat(800)}`
    await nurse.done('message.post', { caseId, text: long })
    const [item] = (await search(nurse, { q: 'hemoptysie' })).items
    expect(item?.text).toContain('hémoptysie')
    expect(item?.text.length).toBeLessThanOrEqual(300)
  })

  it('gives people first, then the newest, page after page without a hole or a repetition', async () => {
    const word = `pagination${randomUUID().slice(0, 4).replace(/\d/g, 'x')}`
    const ids: string[] = []
    for (let n = 0; n < 5; n++)
      ids.push((await nurse.done('message.post', { caseId, text: `${word} ${n}` })).id)
    ids.push((await nurse.done('task.create', { caseId, title: word })).id)
    const person = await doctor.done('case.create', {
      patient: { birthName: word, firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
      reason: 'Essai',
      informed: { how: 'oral' },
      confirmedDistinct: true,
    })
    const pages: string[] = []
    let cursor: string | null | undefined
    do {
      const page: { items: Found[]; next: string | null } = await search(doctor, {
        ...{ q: word, limit: '2' },
        ...(cursor ? { cursor } : {}),
      })
      expect(page.items.length).toBeGreaterThan(0)
      pages.push(...page.items.map(({ id }) => id))
      cursor = page.next
    } while (cursor)
    expect(pages).toEqual([person.id, ...ids.reverse()])
    const broken = await doctor.get(`/search?q=x&cursor=${Buffer.from('{"$ne":1}').toString('base64url')}`)
    expect({ status: broken.status, field: broken.body.error.data.field }).toEqual({
      status: 400,
      field: 'cursor',
    })
  })

  it('is narrowed to a case, a conversation, a person and days', async () => {
    const word = 'quinconce'
    const here = await nurse.done('message.post', { caseId, text: word })
    const there = await doctor.done('message.post', { caseId: otherCase, text: word })
    const spoken = await doctor.done('message.post', { conversationId, text: word })
    const old = await house.application.execute(
      'message.post',
      { commandId: randomUUID(), caseId, text: word },
      { ...doctor, accountId: doctor.id, sessionId: '', teamIds: [] } as never,
      { at: '2025-03-29T23:30:00.000Z' },
    )
    const all = [spoken.id, there.id, here.id, old.data.id]
    expect(await idsOf(doctor, { q: word })).toEqual(all)
    expect(await idsOf(doctor, { q: word, caseId })).toEqual([here.id, old.data.id])
    expect(await idsOf(doctor, { q: word, conversationId })).toEqual([spoken.id])
    expect(await idsOf(doctor, { q: word, by: nurse.id })).toEqual([here.id])
    // Half past midnight in Paris, the day on which the clocks change.
    expect(await idsOf(doctor, { q: word, from: '2025-03-30', to: '2025-03-30' })).toEqual([old.data.id])
    expect(await idsOf(doctor, { q: word, to: '2025-03-29' })).toEqual([])
    expect((await search(doctor, { q: word, caseId, conversationId })).status).toBe(400)
  })

  it('finds people by who opened their case', async () => {
    expect(await idsOf(doctor, { q: 'essai', kind: 'case', by: nurse.id })).toEqual([])
    expect(await idsOf(doctor, { q: 'essai', kind: 'case', by: doctor.id })).toContain(caseId)
  })

  it('does not find what was taken back, nor its file', async () => {
    const fileId = await sendFile(nurse, `cases/${caseId}`, 'clavecin.pdf')
    const { id } = await nurse.done('message.post', { caseId, text: 'Le clavecin', fileIds: [fileId] })
    expect((await idsOf(doctor, { q: 'clavecin' })).sort()).toEqual([fileId, id].sort())
    await nurse.done('message.delete', { messageId: id })
    expect(await idsOf(doctor, { q: 'clavecin' })).toEqual([])
  })
})

describe('whoever may not read', () => {
  it('finds nothing, whatever they ask for', async () => {
    const word = 'confidence'
    await nurse.done('message.post', { caseId, text: word })
    await nurse.done('message.post', { conversationId, text: word })
    await house.application.boards.edit(caseBoardDocName(caseId), nurse.id, (doc) =>
      addCard(doc, { id: 'carte-2', column: 'needs', title: word, by: nurse.id, at: new Date() }),
    )
    expect((await search(doctor, { q: word })).items).toHaveLength(3)
    for (const more of [{}, { caseId }, { conversationId }, { by: nurse.id }, { kind: 'card' }] as object[])
      expect(await search(outsider, { q: word, ...more })).toEqual({ status: 200, items: [], next: null })
  })

  it('finds nothing any more from the moment they left the circle', async () => {
    const leaving = await house.person('Zoe Leaving', 'nurse')
    const own = await house.openCase(doctor, [leaving])
    await doctor.done('message.post', { caseId: own, text: 'marionnette' })
    expect(await idsOf(leaving, { q: 'marionnette' })).toHaveLength(1)
    await doctor.done('circle.remove', { caseId: own, accountId: leaving.id, reason: 'Essai' })
    expect(await idsOf(leaving, { q: 'marionnette' })).toEqual([])
    expect(await idsOf(leaving, { q: 'marionnette', caseId: own })).toEqual([])
  })

  it('is stopped who asks too often, and nobody else', async () => {
    const eager = await house.person('Eve Eager', 'nurse')
    const statuses = await Promise.all(
      Array.from({ length: 121 }, async () => (await search(eager, { q: 'essai' })).status),
    )
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
    expect((await search(nurse, { q: 'essai' })).status).toBe(200)
  })
})

describe('a database from before files had a projection', () => {
  it('gets it when the next server starts', async () => {
    const fileId = await sendFile(nurse, `cases/${caseId}`, 'vibraphone.pdf')
    await nurse.done('message.post', { caseId, text: 'Voici', fileIds: [fileId] })
    expect(await idsOf(nurse, { q: 'vibraphone' })).toEqual([fileId])
    await house.connection.collection('attachments').drop()
    const { url } = await house.secondNode()
    expect((await search(nurse, { q: 'vibraphone' }, url)).items.map(({ id }) => id)).toEqual([fileId])
  })
})

describe('the passages of a plan', () => {
  it('are found by those of the circle, in the section or entry that has them, also once taken out', async () => {
    const plan = (change: Parameters<typeof writePlan>[3]) => writePlan(house, caseId, nurse, change)
    await plan(writesSituation('Vit seule au troisième, sans ascenseur'))
    await plan((doc) =>
      addAlert(doc, { id: 'souffle', words: 'Essoufflement', by: nurse.id, at: new Date('2026-03-02') }),
    )
    await plan((doc) => editPlanWords(doc, 'alerts', 'souffle', 'conduct', 'Appeler le cabinet'))
    const found = async (person: TestPerson, q: string) => (await search(person, { q, kind: 'plan' })).items
    expect(await found(doctor, 'ascens')).toMatchObject([
      { kind: 'plan', id: 'situation', caseId, title: null, by: nurse.id, archived: false },
    ])
    expect(await found(doctor, 'cabinet')).toMatchObject([
      { id: 'souffle', title: 'Essoufflement', text: 'Appeler le cabinet', by: nurse.id },
    ])
    expect(await found(doctor, 'chaise')).toEqual([])
    await plan((doc) => archiveEntry(doc, 'alerts', 'souffle', new Date()))
    expect((await found(doctor, 'essouff'))[0]?.archived).toBe(true)
    const stranger = await house.person('Out Sider', 'physician')
    expect(await found(stranger, 'ascens')).toEqual([])
    expect((await search(doctor, { q: 'ascens', kind: 'card' })).items).toEqual([])
  })
})

describe('what a meeting leaves of a case', () => {
  async function discussed() {
    const teamId = doctor.teamIds[0] ?? ''
    const startsAt = new Date(Date.now() + 86_400_000).toISOString()
    const meeting = { teamId, title: 'Jeudi', startsAt, minutes: 60, invited: [] }
    const { id: meetingId } = await doctor.done('meeting.call', meeting)
    const item = await nurse.done('agenda.propose', { caseId, question: 'Et la suite ?', meetingId })
    await until(async () => (await doctor.send('meeting.start', { teamId, meetingId })).ok, 'the case on it')
    return { meetingId, agendaItemId: item.id, teamId }
  }
  const owner = { profession: 'nurse' } as const
  const found = async (person: TestPerson, q: string) => (await search(person, { q })).items

  it('is found as decision and minutes by those of the circle, each at its item of the agenda', async () => {
    const { meetingId, agendaItemId } = await discussed()
    const tell = { owner }
    const decision = await doctor.done('decision.record', { agendaItemId, text: 'Semainier', owner, tell })
    await house.application.boards.edit(
      caseMinutesDocName(caseId, meetingId),
      { accountId: nurse.id, role: 'nurse' },
      (doc) => doc.getXmlFragment('text').insert(0, paragraphs('Le semainier inquiète la famille')),
    )
    const kinds = Object.fromEntries((await found(doctor, 'semainier')).map((item) => [item.kind, item]))
    expect(Object.keys(kinds).sort()).toEqual(['decision', 'minutes', 'task'])
    expect(kinds['decision']).toMatchObject({ id: decision.id, caseId, agendaItemId, by: doctor.id })
    expect(kinds['minutes']).toMatchObject({
      ...{ id: meetingId, caseId, agendaItemId, by: nurse.id },
      text: 'Le semainier inquiète la famille',
    })
    expect(await found(outsider, 'semainier')).toEqual([])
    await doctor.done('decision.withdraw', { decisionId: decision.id, reason: 'Revu' })
    expect((await found(doctor, 'semainier')).map(({ kind }) => kind)).not.toContain('decision')
  })

  it('stays where it was written when the case is put off to another day', async () => {
    const { meetingId, agendaItemId, teamId } = await discussed()
    await house.application.boards.edit(
      caseMinutesDocName(caseId, meetingId),
      { accountId: nurse.id, role: 'nurse' },
      (doc) => doc.getXmlFragment('text').insert(0, paragraphs('Pas eu le temps du monte-escalier')),
    )
    await doctor.done('meeting.close', { teamId, meetingId })
    const itemNow = async () =>
      (await house.application.changes.fold(`case:${caseId}`)).get<AgendaItem>('agendaItem', agendaItemId)
    await until(async () => (await itemNow())?.after?.meetingId === null, 'the item waits')
    expect(await found(nurse, 'monte')).toMatchObject([{ kind: 'minutes', id: meetingId, agendaItemId }])
  })
})

it('what the person said of themselves is found by its words', async () => {
  const { id: messageId } = await nurse.done('note.record', {
    ...{ caseId, text: 'Passage du soir' },
    observations: [{ kind: 'sleep', words: 'Se réveille à cause du carillon' }],
  })
  const { items } = await search(doctor, { q: 'carillon' })
  expect(items).toMatchObject([
    { kind: 'wordedReading', caseId, text: 'Se réveille à cause du carillon', by: nurse.id },
  ])
  expect(items[0]?.id).not.toBe(messageId)
  expect((await search(outsider, { q: 'carillon' })).items).toEqual([])
})

describe('the cards of a board', () => {
  it('are found within a second of an edit in the stock client, and marked when archived', async () => {
    const doc = await openBoard(nurse, caseId)
    const id = randomUUID()
    addCard(doc, { id, column: 'needs', title: 'Kinésithérapie', by: nurse.id, at: new Date() })
    const found = async (q: string) => (await search(doctor, { q, kind: 'card' })).items
    await vi.waitFor(async () => expect((await found('kinesi')).map((item) => item.id)).toEqual([id]), 1_000)
    editTitle(doc, id, 'Orthophonie')
    await vi.waitFor(async () => {
      expect((await found('orthoph'))[0]).toMatchObject({ id, archived: false })
      expect(await found('kinesi')).toEqual([])
    }, 1_000)
    archiveCard(doc, id, new Date())
    await vi.waitFor(async () => expect((await found('orthoph'))[0]?.archived).toBe(true), 1_000)
  })

  it('are found by another server at once, that has never seen the board, and after the projection was lost', async () => {
    const doc = await openBoard(doctor, otherCase)
    addCard(doc, { id: randomUUID(), column: 'needs', title: 'Trampoline', by: doctor.id, at: new Date() })
    await vi.waitFor(
      async () =>
        expect(
          await house.application.boards.grown([{ doc: caseBoardDocName(otherCase), seq: 1 }]),
        ).toHaveLength(1),
      10_000,
    )
    const { url: second } = await house.secondNode()
    expect((await search(doctor, { q: 'trampo' }, second)).items.map(({ title }) => title)).toEqual([
      'Trampoline',
    ])
    await house.connection.collection('passages').deleteMany({})
    expect((await search(doctor, { q: 'trampo' }, second)).items).toHaveLength(1)
  })
})
