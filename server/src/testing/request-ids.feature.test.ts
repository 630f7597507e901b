/** One command, followed by its ids through what two servers log. */
import { randomUUID } from 'node:crypto'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createLogger } from '../platform/logger.ts'
import { connect, subscribe, until } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

type Line = Readonly<Record<string, unknown>>

/** A logger whose lines a test can read. */
function logOf(node: string, level = 'debug') {
  const lines: Line[] = []
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Line)
      done()
    },
  })
  return { lines, logger: createLogger(level, to, node) }
}

const first = logOf('one')
const second = logOf('two')
let house: TestHouse
let doctor: TestPerson
let nurse: TestPerson
let caseId: string
let elsewhere: string

beforeAll(async () => {
  house = await startTestHouse({ logger: first.logger, proxies: 1 })
  doctor = await house.person('Cleo Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
  elsewhere = (await house.secondNode({ logger: second.logger })).url
})
afterAll(() => house.stop())

const post = (requestId: string | undefined, input: object) =>
  fetch(`${house.url}/api/v1/commands/message.post`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${doctor.token}`,
      'Content-Type': 'application/json',
      ...(requestId === undefined ? {} : { 'X-Request-Id': requestId }),
    },
    body: JSON.stringify(input),
  })

it('leads from the request to its change, to what followed from it, and to the same change on the other server', async () => {
  const socket = await connect(elsewhere, nurse.token)
  expect((await subscribe(socket, `case:${caseId}`)).ok).toBe(true)
  const [requestId, commandId] = [randomUUID(), randomUUID()]
  const text = 'Psittakopoulos ne va pas bien'
  const answer = await post(requestId, { commandId, caseId, text, urgency: 'urgent' })
  expect(answer.headers.get('x-request-id')).toBe(requestId)
  const { seq } = (await answer.json()) as { seq: number }
  await until(() => socket.changes.length > 0, 'the change on the other server')
  socket.disconnect()

  const stream = `case:${caseId}`
  const command = first.lines.find((line) => line['msg'] === 'command' && line['commandId'] === commandId)
  expect(command).toMatchObject({
    ...{ node: 'one', requestId, accountId: doctor.id, command: 'message.post', outcome: 'ok' },
    ...{ stream, seq, ms: expect.any(Number) },
  })
  const onTheFirst = (line: Line) => line['commandId'] === commandId && line['msg'] === 'change'
  expect(first.lines.find(onTheFirst)).toMatchObject({ stream, seq, origin: 'here', kind: 'message.posted' })
  expect(second.lines.find(onTheFirst)).toMatchObject({ node: 'two', stream, seq, origin: 'elsewhere' })
  await until(
    () => first.lines.some((line) => line['msg'] === 'request' && line['requestId'] === requestId),
    'the line of the request',
  )
  expect(
    first.lines.find((line) => line['msg'] === 'request' && line['requestId'] === requestId),
  ).toMatchObject({ method: 'POST', route: '/commands/:name', status: 200, accountId: doctor.id })
  const all = JSON.stringify([...first.lines, ...second.lines])
  expect(all).not.toContain('Psittakopoulos')
  expect(all).not.toContain('Cleo')
  expect(all).not.toContain(doctor.token)
})

it('a line says the pattern of a route, never what was searched', async () => {
  expect((await doctor.get('/search?q=Psittakopoulos')).status).toBe(200)
  await until(() => first.lines.some((line) => line['route'] === '/search'), 'the line of the search')
  expect(JSON.stringify(first.lines)).not.toContain('Psittakopoulos')
})

it('an id that a proxy would not make is not taken over', async () => {
  for (const given of ['Jean-Psittakopoulos', `${randomUUID()}0`, '{"a":1}', 'a'.repeat(31)]) {
    const answer = await post(given, {})
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(answer.headers.get('x-request-id')).not.toBe(given)
  }
  const nginx = 'ab'.repeat(16)
  expect((await post(nginx, {})).headers.get('x-request-id')).toBe(nginx)
})

it('each event of a socket has an id of its own, which begins with the socket’s', async () => {
  const socket = await connect(house.url, doctor.token)
  const ids = [randomUUID(), randomUUID()]
  for (const commandId of ids)
    await socket.emitWithAck('command', 'message.post', { commandId, caseId, text: 'Par la socket' })
  const lines = ids.map((commandId) =>
    first.lines.find((line) => line['msg'] === 'command' && line['commandId'] === commandId),
  )
  expect(lines.map((line) => line?.['requestId'])).toEqual([`${socket.id}.1`, `${socket.id}.2`])
  socket.disconnect()
})

it('what goes wrong names its request, for somebody to quote; what is refused does not', async () => {
  let isFull = false
  const full = await startTestHouse({ hasRoom: () => Promise.resolve(!isFull) })
  const anyone = await full.person('Anne One', 'nurse')
  const ownCase = await full.openCase(anyone)
  isFull = true
  const answer = await fetch(`${full.url}/api/v1/commands/message.post`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${anyone.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ commandId: randomUUID(), caseId: ownCase, text: 'Sans place' }),
  })
  const body = (await answer.json()) as { error: { code: string; data: Record<string, unknown> } }
  await full.stop()
  expect(body.error.code).toBe('storage_full')
  expect(body.error.data['requestId']).toBe(answer.headers.get('x-request-id'))

  const refused = (await (await post(undefined, { commandId: 'x' })).json()) as typeof body
  expect(refused.error.code).toBe('invalid')
  expect(refused.error.data).not.toHaveProperty('requestId')
})
