/** Two servers on one database, without a doorbell between them: correct already, a second apart at most. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, subscribe, until } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
let second: string

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  second = (await house.secondNode()).url
})
afterAll(() => house.stop())

const sendOn = async (url: string, person: TestPerson, name: string, input: object) => {
  const response = await fetch(`${url}/api/v1/commands/${name}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ commandId: randomUUID(), ...input }),
  })
  return (await response.json()) as { ok: boolean; data?: { id: string }; error?: { code: string } }
}

it('what is said on one is heard on the other, in order and without a hole', async () => {
  const socket = await connect(second, nurse.token)
  const answer = await subscribe(socket, `case:${caseId}`)
  const from = answer.ok ? answer.seq : 0
  const texts = Array.from({ length: 40 }, (_, index) => `Message ${index}`)
  for (const [index, text] of texts.entries()) {
    await sendOn(index % 2 ? house.url : second, doctor, 'message.post', { caseId, text })
  }
  await until(() => socket.changes.length >= texts.length, 'the changes of both nodes')
  expect(socket.changes.map(({ seq }) => seq)).toEqual(texts.map((_, index) => from + index + 1))
  expect(socket.changes.map(({ entities }) => (entities[0]?.after as { text: string }).text)).toEqual(texts)
  socket.disconnect()
})

it('of two who claim at once on different nodes, one wins', async () => {
  for (let round = 0; round < 15; round++) {
    const { data } = await sendOn(house.url, doctor, 'task.create', { caseId, title: 'Course' })
    const replies = await Promise.all([
      sendOn(house.url, doctor, 'task.claim', { taskId: data?.id }),
      sendOn(second, nurse, 'task.claim', { taskId: data?.id }),
    ])
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)?.error?.code).toBe('already_claimed')
  }
})

it('a command sent to both happens once', async () => {
  const commandId = randomUUID()
  const replies = await Promise.all(
    [house.url, second].map((url) =>
      sendOn(url, nurse, 'message.post', { caseId, text: 'Une fois', commandId }),
    ),
  )
  expect(replies[0]).toEqual(replies[1])
  const { body } = await nurse.get(`/cases/${caseId}/messages?limit=200`)
  expect(body.items.filter(({ text }: { text: string }) => text === 'Une fois')).toHaveLength(1)
})

it('leaving on one is leaving on the other', async () => {
  const leaving = await house.person('Lea Leaving', 'nurse')
  await doctor.done('circle.add', { caseId, accountId: leaving.id })
  const socket = await connect(second, leaving.token)
  await until(
    async () => (await subscribe(socket, `case:${caseId}`)).ok,
    'the case to be seen on the other node',
  )
  await doctor.done('circle.remove', { caseId, accountId: leaving.id })
  await until(() => socket.unsubscribed.length === 1)
  expect(await sendOn(second, leaving, 'message.post', { caseId, text: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'not_found' },
  })
  socket.disconnect()
})
