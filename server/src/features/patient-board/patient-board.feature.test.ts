import * as board from '@colloque/board'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'
import { storeLargeBoard } from './testing/large-board.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
})
afterAll(() => house.stop())

async function openBoard() {
  const caseId = await house.openCase(doctor, [nurse])
  const name = board.caseBoardDocName(caseId)
  const edit = (by: TestPerson, at: string, change: (doc: Y.Doc) => void) =>
    house.application.boards.edit(name, by.id, change, new Date(at))
  await edit(doctor, '2026-11-18T08:00:00.000Z', (doc) =>
    board.addCard(doc, {
      ...{ id: 'lit', column: 'needs', title: 'Lit', body: 'Un lit\nà hauteur variable' },
      ...{ by: doctor.id, at: new Date('2026-11-18T08:00:00.000Z') },
    }),
  )
  await edit(nurse, '2026-11-18T13:02:00.000Z', (doc) => board.moveCard(doc, 'lit', { column: 'done' }))
  await edit(nurse, '2026-11-19T09:00:00.000Z', (doc) => board.titleOf(doc, 'lit').insert(3, ' médicalisé'))
  const documents = `/cases/${caseId}/documents`
  return { caseId, name, edit, documents, at: `${documents}/board/at`, of: `${documents}/board` }
}

describe('the history of a board', () => {
  test('says who did what on which day, and is taken further by later edits', async () => {
    const { edit, of } = await openBoard()
    const first = await nurse.get(`${of}/history`)
    expect(first.status).toBe(200)
    expect(first.body.days.map(({ day }: { day: string }) => day)).toEqual(
      expect.arrayContaining(['2026-11-19', '2026-11-18']),
    )
    // The board itself was made today, by the clock of the server.
    const [titled, moved] = first.body.days.filter(({ day }: { day: string }) => day < '2026-11-20')
    expect(titled.people).toMatchObject([
      {
        by: nurse.id,
        lines: [{ what: 'card.titled', name: 'Lit médicalisé', last: '2026-11-19T09:00:00.000Z' }],
      },
    ])
    expect(moved.people).toMatchObject([
      { by: nurse.id, lines: [{ what: 'card.moved', to: { id: 'done', title: 'Fait' } }] },
      { by: doctor.id, lines: [{ what: 'card.made', name: 'Lit' }] },
    ])
    await edit(doctor, '2100-11-20T09:00:00.000Z', (doc) => board.archiveCard(doc, 'lit', new Date()))
    const { body } = await nurse.get(`${of}/history?limit=1`)
    expect(body).toMatchObject({
      days: [{ day: '2100-11-20', people: [{ by: doctor.id, lines: [{ what: 'card.archived' }] }] }],
      seq: first.body.seq + 1,
      next: first.body.seq + 1,
    })
    const older = await nurse.get(`${of}/history?before=${body.next}`)
    expect(older.body.days).toEqual(first.body.days)
  })

  test('of a document that nobody has opened is empty', async () => {
    const { documents } = await openBoard()
    expect((await nurse.get(`${documents}/plan/history`)).body).toEqual({ days: [], seq: 0, next: null })
  })

  test('begins anew where something was erased, and claims no author for what was left', async () => {
    const { name, of, at } = await openBoard()
    const { seq } = (await nurse.get(`${of}/history`)).body
    await house.application.boards.erase(name, doctor.id, (doc) => board.titleOf(doc, 'lit').delete(3, 4))
    const { body } = await nurse.get(`${of}/history`)
    expect(body.days).toMatchObject([{ people: [{ by: doctor.id, lines: [{ what: 'document.erased' }] }] }])
    const { runs } = (await nurse.get(`${of}/attribution?part=cards/lit/title`)).body
    expect(runs).toMatchObject([{ text: 'Liticalisé', by: 'system:erased' }])
    expect((await nurse.get(`${at}/${seq}`)).status).toBe(404)
    expect((await nurse.get(`${at}/${seq + 1}`)).status).toBe(200)
  })
})

describe('who wrote what', () => {
  test('is answered by passage, with paragraphs kept apart', async () => {
    const { of } = await openBoard()
    const title = await doctor.get(`${of}/attribution?part=cards/lit/title`)
    expect(title.body.runs).toEqual([
      { text: 'Lit', by: doctor.id, at: '2026-11-18T08:00:00.000Z', paragraph: 0 },
      { text: ' médicalisé', by: nurse.id, at: '2026-11-19T09:00:00.000Z', paragraph: 0 },
    ])
    const body = await doctor.get(`${of}/attribution?part=cards/lit/body`)
    expect(body.body.runs.map(({ paragraph }: { paragraph: number }) => paragraph)).toEqual([0, 1])
  })

  test.each([
    ['attribution?part=cards/nobody/body', 404, 'not_found'],
    ['attribution?part=cards/../x', 400, 'invalid'],
    ['attribution', 400, 'invalid'],
    ['history?limit=0', 400, 'invalid'],
    ['history?before=x', 400, 'invalid'],
    ['at/0', 400, 'invalid'],
    ['at/99', 404, 'not_found'],
    ['at/1?as=words', 400, 'invalid'],
  ])('%s is refused with a code', async (address, status, code) => {
    const { of } = await openBoard()
    const answer = await nurse.get(`${of}/${address}`)
    expect(answer.status).toBe(status)
    expect(answer.body.error.code).toBe(code)
  })

  test('no other kind of document is answered', async () => {
    const { documents } = await openBoard()
    expect((await nurse.get(`${documents}/minutes/history`)).status).toBe(400)
  })
})

describe('a former state', () => {
  test('is shown as values, and restored from the update as an edit of whoever restores', async () => {
    const { name, edit, at, of } = await openBoard()
    const { days } = (await nurse.get(`${of}/history`)).body
    const { seq } = days.at(-1).people[1].lines[0]
    const { body } = await nurse.get(`${at}/${seq}`)
    expect(body.columns[0].cards).toMatchObject([{ id: 'lit', title: 'Lit', column: 'needs' }])

    const former = new Y.Doc()
    const { update } = (await nurse.get(`${at}/${seq}?as=update`)).body
    Y.applyUpdate(former, Buffer.from(update, 'base64'))
    await edit(nurse, '2100-11-20T10:00:00.000Z', (doc) =>
      board.restoreBoard(doc, former, { at: new Date('2100-11-20T10:00:00.000Z') }),
    )
    const now = await house.application.boards.read(name)
    expect(board.readBoard(now)).toEqual(board.readBoard(former))
    const history = (await nurse.get(`${of}/history?limit=1`)).body.days[0].people
    expect(history).toMatchObject([{ by: nurse.id }])
    expect(history[0].lines.map(({ what }: { what: string }) => what).toSorted()).toEqual([
      'card.moved',
      'card.titled',
    ])
  })
})

test('a board of 500 cards and 20,000 edits is replayed whole, and what comes after is added to it', async () => {
  const caseId = await house.openCase(doctor, [nurse])
  const name = board.caseBoardDocName(caseId)
  const updates = await storeLargeBoard(house.connection.db as never, name, 20_000)
  const of = `/cases/${caseId}/documents/board`
  const { body: first } = await nurse.get(`${of}/history`)
  expect(first.seq).toBe(updates.length)
  expect(first.days[0].people).toHaveLength(6)

  const now = new Y.Doc()
  for (const update of updates) Y.applyUpdate(now, update)
  const { body: attributed } = await nurse.get(`${of}/attribution?part=cards/card-7/body`)
  const written = attributed.runs.map(({ text }: { text: string }) => text).join('')
  expect(written).toBe(board.readCardOf(now, 'card-7')?.body)

  const { body: former } = await nurse.get(`${of}/at/15000?as=update`)
  const then = new Y.Doc()
  for (const update of updates.slice(0, 15_000)) Y.applyUpdate(then, update)
  const told = new Y.Doc()
  Y.applyUpdate(told, Buffer.from(former.update, 'base64'))
  expect(board.readBoard(told)).toEqual(board.readBoard(then))

  await house.application.boards.edit(name, nurse.id, (doc) => board.editTitle(doc, 'card-7', 'Autre titre'))
  const { body: after } = await nurse.get(`${of}/history?limit=1`)
  expect(after.days[0].people).toMatchObject([{ by: nurse.id }])
})
