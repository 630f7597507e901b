/** A board that is open when its case is closed, or when the disk is nearly full, is read from then on. */
import { addCard, readBoard } from '@colloque/board'
import { createBoardConnection, type BoardConnection } from '@colloque/sdk'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'
import { until } from './socket.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
let room = true

beforeAll(async () => {
  house = await startTestHouse({ hasRoom: () => Promise.resolve(room) })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
})
beforeEach(async () => {
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(() => house.stop())

async function open(person: TestPerson): Promise<BoardConnection> {
  const connection = createBoardConnection({
    url: `${house.url.replace('http', 'ws')}/yjs`,
    document: `case/${caseId}/board`,
    accountId: person.id,
    getToken: async () => person.token,
  })
  await until(() => connection.state.connection === 'online' && connection.state.seq > 0)
  return connection
}
const write = ({ doc }: BoardConnection, title: string) =>
  addCard(doc, { id: crypto.randomUUID(), column: 'needs', title, by: nurse.id, at: new Date() })
const stored = async () => {
  const board = readBoard(await house.application.boards.read(`case/${caseId}/board`))
  return board.columns.flatMap(({ cards }) => cards.map(({ title }) => title))
}

it('of a case that is closed, and written again once it is reopened', async () => {
  const board = await open(nurse)
  expect(board.state.readOnly).toBe(false)
  write(board, 'Avant')
  await until(() => board.state.saved)
  await doctor.done('case.close', { caseId, reason: 'Déménagement' })
  // A client that pays no heed to being told writes all the same.
  write(board, 'Après')
  await until(() => board.state.readOnly)
  await until(async () => board.state.connection === 'online')
  expect(await stored()).toEqual(['Avant'])
  await doctor.done('case.reopen', { caseId })
  await until(() => !board.state.readOnly)
  write(board, 'De nouveau')
  await until(async () => (await stored()).includes('De nouveau'))
  expect(await stored()).not.toContain('Après')
  await board.destroy()
})

it('while the disk is nearly full, and written again once there is room', async () => {
  const board = await open(nurse)
  room = false
  await until(() => board.state.readOnly)
  room = true
  await until(() => !board.state.readOnly)
  write(board, 'Il y a de la place')
  await until(() => board.state.saved)
  expect(await stored()).toEqual(['Il y a de la place'])
  await board.destroy()
})

it('on every node: the case is closed on one, the board is open on another', async () => {
  const second = await house.secondNode()
  const connection = createBoardConnection({
    url: `${second.url.replace('http', 'ws')}/yjs`,
    document: `case/${caseId}/board`,
    accountId: nurse.id,
    getToken: async () => nurse.token,
  })
  await until(() => connection.state.connection === 'online' && connection.state.seq > 0)
  await doctor.done('case.close', { caseId, reason: 'x' })
  await until(() => connection.state.readOnly)
  await connection.destroy()
})
