/** Two and three servers of one house with Redis between them: what is heard, how soon, and what passes Redis. */
import { randomUUID } from 'node:crypto'
import { createConnection } from 'node:net'
import { redisProgram, startRedis, type RunningRedis } from '@colloque/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command, connect, subscribe, until, type TestSocket } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

/** A look at the tails, without Redis, comes every 250 ms. */
const SOONER_THAN_A_LOOK_MS = 200

describe.skipIf(redisProgram() === '')('servers with a Redis between them', () => {
  let redis: RunningRedis
  let house: TestHouse
  let doctor: TestPerson
  let nurse: TestPerson
  let caseId: string
  let second: string
  const sockets: TestSocket[] = []

  beforeAll(async () => {
    redis = await startRedis()
    house = await startTestHouse({ redisUrl: redis.url })
    doctor = await house.person('Cleo Doctor', 'physician')
    nurse = await house.person('Ada Nurse', 'nurse')
    caseId = await house.openCase(doctor, [nurse])
    second = (await house.secondNode()).url
    await redisThere()
  })
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect()
    await house?.stop()
    await redis?.stop()
  })

  const redisThere = (there = true) =>
    until(
      async () => {
        const checks = await Promise.all([house.url, second].map(readiness))
        return checks.every(({ body }) => body.checks['redis'] === there)
      },
      `Redis ${there ? 'there' : 'away'} on both`,
    )

  const open = async (url: string, person: TestPerson): Promise<TestSocket> => {
    const socket = await connect(url, person.token)
    sockets.push(socket)
    expect(await subscribe(socket, `case:${caseId}`)).toMatchObject({ ok: true })
    return socket
  }
  const say = (socket: TestSocket, text: string) => command(socket, 'message.post', { caseId, text })
  const textsOf = (socket: TestSocket) =>
    socket.changes.map(({ entities }) => (entities[0]?.after as { text?: string } | null)?.text)

  it('a change reaches the sockets of the other sooner than it would look', async () => {
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    const delays: number[] = []
    for (let round = 0; round < 21; round++) {
      const text = `Message ${round}`
      const at = performance.now()
      await say(here, text)
      await until(() => textsOf(there).includes(text), text)
      delays.push(performance.now() - at)
    }
    const median = delays.sort((one, other) => one - other)[10] ?? Infinity
    expect(median).toBeLessThan(SOONER_THAN_A_LOOK_MS / 2)
    expect(there.changes.map(({ seq }) => seq)).toEqual(here.changes.map(({ seq }) => seq))
  })

  it('no connection needs to come back to the server that it came from', async () => {
    const urls = [house.url, second, (await house.secondNode()).url]
    for (const [index, url] of urls.entries()) {
      const socket = await open(url, nurse)
      const next = urls[(index + 1) % urls.length] as string
      const response = await fetch(`${next}/api/v1/commands/message.post`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${nurse.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ commandId: randomUUID(), caseId, text: `Par ${index}` }),
      })
      expect(response.status).toBe(200)
      await until(() => textsOf(socket).includes(`Par ${index}`))
      socket.disconnect()
    }
  })

  it('who types and how far somebody has read is seen on the other', async () => {
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    const mine = await open(second, doctor)
    here.emit('typing', { stream: `case:${caseId}`, threadId: null })
    await until(() => there.seen.some(({ event }) => event === 'typing'), 'typing on the other')
    expect(there.seen.find(({ event }) => event === 'typing')?.value).toMatchObject({ accountId: doctor.id })
    here.emit('read', { stream: `case:${caseId}`, seq: 1 })
    await until(() => mine.seen.some(({ event }) => event === 'read'), 'read on the other device')
    for (const socket of [here, there, mine]) socket.disconnect()
  })

  const presenceOf = (socket: TestSocket) =>
    (socket.seen.findLast(({ event }) => event === 'presence')?.value as { accountIds: string[] } | undefined)
      ?.accountIds ?? []

  it('who has a case open is one list over all servers, which a newcomer sees at once', async () => {
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    here.emit('viewing', { caseId })
    await until(() => presenceOf(there).includes(doctor.id), 'the doctor on the other')
    there.emit('viewing', { caseId })
    await until(() => presenceOf(there).length === 2 && presenceOf(here).length === 2, 'both on both')

    const third = await house.secondNode()
    await until(async () => (await readiness(third.url)).body.checks['redis'] === true)
    const newcomer = await open(third.url, nurse)
    await new Promise((later) => setTimeout(later, 100))
    newcomer.emit('viewing', { caseId })
    await until(() => presenceOf(newcomer).length === 2, 'the newcomer sees both')

    here.disconnect()
    await until(() => !presenceOf(there).includes(doctor.id), 'the doctor gone from the other')
    there.disconnect()
    newcomer.disconnect()
  })

  it('nothing but ids passes Redis', async () => {
    const heard = await listen(redis)
    const canary = `canari${randomUUID().slice(0, 8)}`
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    await say(here, `Il prend du ${canary}`)
    here.emit('draft', { stream: `case:${caseId}`, threadId: null, text: `brouillon ${canary}` } as never)
    here.emit('typing', { stream: `case:${caseId}`, threadId: null })
    await doctor.done('task.create', { caseId, title: `Peser ${canary}` })
    await fetch(`${second}/api/v1/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${canary}@essais.example`, password: canary }),
    })
    await until(() => textsOf(there).some((text) => text?.includes(canary)), 'the change')
    await until(() => heard.text().includes(caseId), 'the ring of the case')
    expect(heard.text()).not.toContain(canary)
    const { body } = await nurse.get(`/cases/${caseId}`)
    expect(heard.text()).not.toContain(body.case?.patient?.birthName ?? body.patient?.birthName)
    for (const { email, name } of [doctor, nurse]) {
      expect(heard.text()).not.toContain(email)
      expect(heard.text()).not.toContain(name)
    }
    heard.stop()
    for (const socket of [here, there]) socket.disconnect()
  })

  it('a limit is counted over all servers', async () => {
    const email = `${randomUUID()}@essais.example`
    const attempt = (url: string) =>
      fetch(`${url}/api/v1/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: 'faux' }),
      }).then(({ status }) => status)
    const answers: number[] = []
    for (let round = 0; round < 12; round++) answers.push(await attempt(round % 2 ? house.url : second))
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(answers.slice(10)).toEqual([429, 429])
  })

  it('while Redis is gone they hear of each other by looking, and at once when it is back', async () => {
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    await redis.kill()
    await redisThere(false)
    const before = process.memoryUsage().heapUsed
    for (let round = 0; round < 50; round++) {
      here.emit('typing', { stream: `case:${caseId}`, threadId: null })
      expect(await say(here, `Sans Redis ${round}`)).toMatchObject({ ok: true })
    }
    await until(() => textsOf(there).includes('Sans Redis 49'), 'what was said without Redis')
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 << 20)
    expect((await readiness(second)).status).toBe(200)
    // Each counts for itself then, and nobody is kept out.
    expect((await house.person('Nina Nouvelle', 'nurse')).token).toBeTypeOf('string')

    await redis.start()
    await redisThere()
    await redis.flush()
    const at = performance.now()
    await say(here, 'De retour')
    await until(() => textsOf(there).includes('De retour'), 'what was said after')
    expect(performance.now() - at).toBeLessThan(SOONER_THAN_A_LOOK_MS)
    expect(there.changes.map(({ seq }) => seq)).toEqual(here.changes.map(({ seq }) => seq))
  })

  it('changes under way when Redis dies are all heard, in order, once', async () => {
    const [here, there] = [await open(house.url, doctor), await open(second, nurse)]
    const said: Promise<unknown>[] = []
    for (let round = 0; round < 200; round++) {
      said.push(say(round % 2 ? here : there, `Flot ${round}`))
      if (round === 100) void redis.kill().then(() => redis.start())
      if (round % 20 === 0) await new Promise((later) => setTimeout(later, 10))
    }
    await Promise.all(said)
    await until(() => [here, there].every((socket) => socket.changes.length === 200), 'all of them')
    const seqs = here.changes.map(({ seq }) => seq)
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index))
    expect(there.changes.map(({ seq }) => seq)).toEqual(seqs)
    await redisThere()
  })

  it('a house hears nothing of another on the same Redis', async () => {
    const heard = await listen(redis)
    const other = await startTestHouse({ redisUrl: redis.url })
    try {
      const doctor = await other.person('Rose Voisine', 'physician')
      await other.openCase(doctor)
      await until(() => new Set(heard.text().match(/colloque:[0-9a-f-]{36}:/g)).size >= 2, 'both houses')
    } finally {
      await other.stop()
      heard.stop()
    }
  })
})

async function readiness(url: string) {
  const response = await fetch(`${url}/readyz`)
  return {
    status: response.status,
    body: (await response.json()) as { ok: boolean; checks: Record<string, boolean> },
  }
}

/** Everything that any program tells this Redis from now on. */
async function listen({ port }: RunningRedis) {
  const socket = createConnection({ port, host: '127.0.0.1' })
  let text = ''
  socket.on('data', (bytes) => (text += bytes.toString('latin1')))
  socket.write('MONITOR\r\n')
  await until(() => text.startsWith('+OK'), 'Redis to be listened to')
  return { text: () => text, stop: () => socket.destroy() }
}
