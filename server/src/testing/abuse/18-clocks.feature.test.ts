/** Clocks that are wrong: a device's by a day, a server's by a minute and a half. The order is the log's all the same. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect, subscribe, until, type TestSocket } from '../socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

const SKEW_MS = 90_000
const DAY_MS = 86_400_000

let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let urls: string[]

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  const ahead = await house.secondNode({ clock: () => new Date(Date.now() + SKEW_MS) })
  const behind = await house.secondNode({ clock: () => new Date(Date.now() - SKEW_MS) })
  urls = [house.url, ahead.url, behind.url]
})
afterAll(() => house.stop())

const messagesOf = async (
  url: string,
  caseId: string,
): Promise<{ text: string; seq: number; postedAt: string }[]> => {
  const response = await fetch(`${url}/api/v1/cases/${caseId}/messages?limit=200`, {
    headers: { Authorization: `Bearer ${doctor.token}` },
  })
  return ((await response.json()) as { items: { text: string; seq: number; postedAt: string }[] }).items
}

async function withSockets(
  person: TestPerson,
  work: (sockets: TestSocket[]) => Promise<void>,
): Promise<void> {
  const sockets = await Promise.all(urls.map((url) => connect(url, person.token)))
  try {
    await work(sockets)
  } finally {
    for (const socket of sockets) socket.disconnect()
  }
}

describe('abuse 18: servers whose clocks are apart by three minutes', () => {
  it('what is said on each in turn stands in that order for all readers', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    await withSockets(nurse, async (sockets) => {
      for (const socket of sockets)
        await until(async () => (await subscribe(socket, `case:${caseId}`)).ok, 'the case on every node')
      const said: string[] = []
      for (let turn = 0; turn < 30; turn++) {
        const text = `Tour ${turn}`
        said.push(text)
        const reply = await command(sockets[turn % 3]!, 'message.post', { caseId, text })
        expect(reply).toMatchObject({ ok: true })
      }
      for (const url of urls) {
        await until(async () => (await messagesOf(url, caseId)).length === said.length)
        const messages = await messagesOf(url, caseId)
        expect(messages.map(({ text }) => text)).toEqual(said)
        // They do differ in time: it is not by it that they are in order.
        const times = messages.map(({ postedAt }) => postedAt)
        expect(times).not.toEqual([...times].sort())
      }
      for (const { changes } of sockets) {
        const heard = () => changes.filter(({ kind }) => kind === 'message.posted').map(({ seq }) => seq)
        await until(() => heard().length === said.length)
        expect(heard()).toEqual([...heard()].sort((one, other) => one - other))
      }
    })
  })

  it('a task has one holder, and a token of one is good on the others', async () => {
    const caseId = await house.openCase(doctor, [nurse])
    const { id: taskId } = await doctor.done('task.create', { caseId, title: 'À prendre' })
    await withSockets(doctor, async (doctors) =>
      withSockets(nurse, async (nurses) => {
        const replies = await Promise.all(
          [...doctors, ...nurses].map((socket) => command(socket, 'task.claim', { taskId })),
        )
        const won = replies.filter(({ ok }) => ok)
        // Whoever holds it already is told so again.
        const holders = new Set(won.map((reply) => (reply as { data: { claimedBy: string } }).data.claimedBy))
        expect(holders.size).toBe(1)
        expect(replies.filter((reply) => !reply.ok && reply.error.code === 'already_claimed')).toHaveLength(3)
      }),
    )
  })
})

describe('abuse 18: a device whose clock is wrong by a day', () => {
  it.each([-DAY_MS, DAY_MS])('by %i ms: its words stand where the server heard them', async (wrong) => {
    const caseId = await house.openCase(doctor)
    await doctor.done('message.post', { caseId, text: 'Avant' })
    const writtenAt = new Date(Date.now() + wrong).toISOString()
    const reply = await doctor.send('message.post', { caseId, text: 'Décalé', writtenAt })
    await doctor.done('message.post', { caseId, text: 'Après' })
    const messages = await messagesOf(house.url, caseId)
    const texts = messages.map(({ text }) => text)
    expect(texts).toEqual(reply.ok ? ['Avant', 'Décalé', 'Après'] : ['Avant', 'Après'])
    for (const { postedAt } of messages)
      expect(Math.abs(Date.now() - Date.parse(postedAt))).toBeLessThan(60_000)
  })

  it('a draft from tomorrow does not hold off what is written after it', async () => {
    const caseId = await house.openCase(doctor)
    const stream = `case:${caseId}` as const
    const socket = await connect(house.url, doctor.token)
    const write = (text: string, at: number) =>
      new Promise((told) => {
        const emit = socket.emit.bind(socket) as unknown as (event: string, ...values: unknown[]) => void
        emit('draft', { stream, threadId: null, text, body: null, at }, told)
      })
    await write('De demain', Date.now() + DAY_MS)
    await new Promise((later) => setTimeout(later, 5))
    await write('De maintenant', Date.now() + 1_000)
    const { body } = await doctor.get('/me/drafts')
    socket.disconnect()
    expect(body.items.filter((draft: { stream: string }) => draft.stream === stream)).toMatchObject([
      { text: 'De maintenant' },
    ])
  })

  it('a command id of another day is the same command', async () => {
    const caseId = await house.openCase(doctor)
    const commandId = randomUUID()
    const post = (writtenAt: string) =>
      doctor.send('message.post', { caseId, text: 'Une fois', commandId, writtenAt })
    const now = new Date().toISOString()
    expect([(await post(now)).status, (await post(now)).status]).toEqual([200, 200])
    expect(await messagesOf(house.url, caseId)).toHaveLength(1)
  })
})
