import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, until } from '../../testing/socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

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
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(() => house.stop())

const stream = () => `case:${caseId}` as const
const draft = (text: string, at: number) => ({ stream: stream(), threadId: null, text, body: null, at })
const draftsOf = async (person: TestPerson) => (await person.get('/me/drafts')).body.items

it('what somebody writes reaches their other devices, and nobody else', async () => {
  const [phone, desktop, another] = [
    await connect(house.url, nurse.token),
    await connect(house.url, nurse.token),
    await connect(house.url, doctor.token),
  ]
  const now = Date.now()
  phone.emit('draft', draft('Elle a mal dormi', now))
  await until(() => desktop.seen.some(({ event }) => event === 'draft'))
  expect(phone.seen.some(({ event }) => event === 'draft')).toBe(false)
  expect(another.seen.some(({ event }) => event === 'draft')).toBe(false)
  expect(await draftsOf(nurse)).toEqual([draft('Elle a mal dormi', now)])
  expect(await draftsOf(doctor)).toEqual([])

  // An older device that comes back does not undo what was written since; what was sent leaves no words.
  desktop.emit('draft', draft('plus ancien', now - 1_000))
  phone.emit('draft', draft('', now + 1))
  await until(async () => (await draftsOf(nurse))[0]?.text === '')
  desktop.emit('draft', draft('encore plus ancien', now - 500))
  await new Promise((done) => setTimeout(done, 300))
  expect((await draftsOf(nurse)).map(({ text }: { text: string }) => text)).toEqual([''])
  for (const socket of [phone, desktop, another]) socket.disconnect()
})

it('nobody writes where they do not read, nor what no message may hold', async () => {
  const socket = await connect(house.url, outsider.token)
  socket.emit('draft', draft('chez les autres', Date.now()))
  socket.emit('draft', { ...draft('', 1), text: 'é'.repeat(10_001), at: Date.now() })
  await new Promise((done) => setTimeout(done, 300))
  expect(await draftsOf(outsider)).toEqual([])
  socket.disconnect()
})

it('goes when its author leaves the circle', async () => {
  const socket = await connect(house.url, nurse.token)
  socket.emit('draft', draft('avant de partir', Date.now()))
  await until(async () => (await draftsOf(nurse))[0]?.text === 'avant de partir')
  const circle = (await doctor.get(`/cases/${caseId}`)).body.circle
  const memberId = circle.find(({ accountId }: { accountId: string }) => accountId === nurse.id).id
  await doctor.done('circle.remove', { caseId, memberId, reason: 'Fin de la prise en charge' })
  expect(await draftsOf(nurse)).toEqual([])
  await doctor.done('circle.add', { caseId, accountId: nurse.id })
  await until(async () => (await nurse.get(`/cases/${caseId}`)).status === 200)
  expect(await draftsOf(nurse)).toEqual([])
  socket.disconnect()
})
