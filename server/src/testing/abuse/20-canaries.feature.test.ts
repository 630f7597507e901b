/**
 * A patient whose every word is a canary: what a server process writes and answers beside the case itself has none of
 * them, nor what goes out by push. What a browser keeps is looked at in `tests/journeys/abuse.test.ts`.
 */
import { randomUUID } from 'node:crypto'
import type { Demo, Session } from '@colloque/contract'
import { startServer, type RunningServer } from '@colloque/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReachHouse } from '../reach-house.ts'
import { buildPatient, type TestPerson } from '../test-house.ts'
import { connect } from '../socket.ts'
import { addressOf, each, readWireInputs, sendRaw, valueAt, withValue } from './wire-inputs.ts'

const CANARY = 'Psittakopoulos'
const METRICS_TOKEN = 'metrics-token-of-the-tests'
const patient = buildPatient({
  birthName: CANARY,
  firstNames: `Serinette ${CANARY}`,
  address: `1 rue ${CANARY}`,
})

describe('abuse 20: the words of a patient in a server process that tells all it can', () => {
  let server: RunningServer
  let person: Pick<TestPerson, 'token'>
  let caseId: string

  beforeAll(async () => {
    server = await startServer({
      environment: { COLLOQUE_LOG: 'trace', COLLOQUE_METRICS_TOKEN: METRICS_TOKEN },
    })
    const demo = (await (await fetch(`${server.url}/api/v1/demo`)).json()) as Demo
    const { email = '', password = '' } =
      demo.accounts.find(({ profession }) => profession === 'physician') ?? {}
    const signedIn = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    person = { token: ((await signedIn.json()) as Session).accessToken }
    caseId = (await done('case.create', { patient, reason: CANARY, informed: { how: 'oral' } })).id
  }, 120_000)
  afterAll(() => server?.stop())

  const send = async (name: string, input: object) => {
    const body = JSON.stringify({ commandId: randomUUID(), ...input })
    return sendRaw(server.url, person as TestPerson, { method: 'POST', path: `/commands/${name}` }, body)
  }
  const done = async (name: string, input: object): Promise<{ id: string }> => {
    const { status, body } = await send(name, input)
    expect({ name, status, error: body.error }).toMatchObject({ status: 200 })
    return (body as unknown as { data: { id: string } }).data
  }

  it('acts that go well leave none in what it writes', async () => {
    const text = `${CANARY} tousse`
    const { id: messageId } = await done('message.post', { caseId, text, urgency: 'urgent' })
    await done('message.edit', { messageId, text: `${text} encore` })
    await done('task.create', { caseId, title: text })
    await done('medication.add', { caseId, name: CANARY })
    await done('flag.raise', { caseId, title: text, severity: 'PE', detail: text })
    await done('note.record', { caseId, text })
    await done('circle.add', { caseId, name: CANARY, relation: 'fille' })
    const fileId = randomUUID()
    const sent = await fetch(`${server.url}/api/v1/cases/${caseId}/files/${fileId}`, {
      method: 'PUT',
      headers: {
        Authorization: `Bearer ${person.token}`,
        'Content-Disposition': `attachment; filename="${CANARY}.txt"`,
      },
      body: text,
    })
    expect(sent.status).toBe(200)
    const found = await sendRaw(server.url, person as TestPerson, {
      method: 'GET',
      path: `/search?q=${CANARY}`,
    })
    expect(JSON.stringify(found.body)).toContain(CANARY)
    expect(server.output()).not.toContain(CANARY)
  })

  it('refusals of every input have none, in their bodies, headers and lines', async () => {
    const inputs = (await readWireInputs(server.url)).filter(({ sample }) => sample !== undefined)
    const told: string[] = []
    await each(inputs, async (input) => {
      const texts = input.fields.filter((field) => typeof valueAt(input.sample, field) === 'string')
      const body = texts.reduce((whole, field) => withValue(whole, field, CANARY), input.sample)
      const response = await fetch(`${server.url}/api/v1${addressOf(input)}`, {
        method: input.method,
        headers: { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
      const answer = `${JSON.stringify([...response.headers])} ${await response.text()}`
      if (answer.includes(CANARY)) told.push(`${input.path}: ${answer}`)
    })
    for (const path of [`/api/v1/${CANARY}`, `/api/v1/cases/${CANARY}`, `/api/v1/commands/${CANARY}`]) {
      const answer = await fetch(`${server.url}${path}`, {
        headers: { Authorization: `Bearer ${person.token}` },
      })
      if ((await answer.text()).includes(CANARY)) told.push(path)
    }
    expect(inputs.length).toBeGreaterThan(80)
    expect(told).toEqual([])
    expect(server.output()).not.toContain(CANARY)
  })

  it('what breaks off, is unreadable, or meets a database that died, writes none', async () => {
    const headers = { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' }
    const path = `${server.url}/api/v1/commands/message.post`
    for (const body of [`{"text":"${CANARY}`, `${CANARY}`, `{"text":"${CANARY.repeat(30_000)}"}`]) {
      const answer = await fetch(path, { method: 'POST', headers, body })
      expect(await answer.text()).not.toContain(CANARY)
    }
    const socket = await connect(server.url, person.token)
    const emit = socket.emit.bind(socket) as unknown as (event: string, ...values: unknown[]) => void
    emit(CANARY, { [CANARY]: CANARY })
    emit('command', CANARY, CANARY)
    await new Promise((answered) => emit('subscribe', { stream: CANARY, since: 0 }, answered))
    const engine = await server.enginePid()
    if (engine) process.kill(engine, 'SIGKILL')
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => send('message.post', { caseId, text: `${CANARY} ${n}` })),
    )
    socket.disconnect()
    expect(server.output()).not.toContain(CANARY)
    // It did write, of this very process.
    expect(server.output().length).toBeGreaterThan(200)
  })

  it('its metrics have none', async () => {
    const answer = await fetch(`${server.url}/metrics`, {
      headers: { Authorization: `Bearer ${METRICS_TOKEN}` },
    })
    const text = await answer.text()
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).not.toContain(CANARY)
    expect(text).not.toContain(caseId)
  })
})

describe('abuse 20: the words of a patient on the way to devices', () => {
  it('no push, no stored delivery and no line has one, nor a name of anybody', async () => {
    const house = await startReachHouse()
    try {
      const doctor = await house.person(`Cleo ${CANARY}`, 'physician')
      const nurse = await house.person('Ada Nurse', 'nurse')
      const { id: caseId } = await doctor.done('case.create', {
        ...{ patient, reason: CANARY, informed: { how: 'oral' }, circle: [nurse.id] },
      })
      const phone = await house.device(nurse)
      await doctor.done('message.post', { caseId, text: `${CANARY} tombe`, urgency: 'urgent' })
      await doctor.done('task.create', { caseId, title: CANARY, forAccount: nurse.id } as never)
      await house.settle()
      expect(phone.received.length).toBeGreaterThan(0)
      for (const { text, headers } of phone.received)
        expect(`${text} ${JSON.stringify(headers)}`).not.toContain(CANARY)
      for (const name of ['deliveries', 'mailings', 'agendaJobs', 'audit']) {
        const stored = await house.connection.collection(name).find().toArray()
        expect(JSON.stringify(stored), name).not.toContain(CANARY)
      }
      expect(house.log.join('\n')).not.toContain(CANARY)
    } finally {
      await house.stop()
    }
  })
})
