/**
 * Somebody is taken out of a circle on one server while they hold a socket, a board and a download on another. Once the
 * removal is answered none of them gives anything away or takes anything in, whether Redis is there or not; nor where
 * the other server stood still meanwhile, from the moment at which it goes on.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { addCard, readBoard } from '@colloque/board'
import type { Demo } from '@colloque/contract'
import { redisProgram, startRedis, startServer, type RunningRedis } from '@colloque/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { command, connect, subscribe, until, type TestSocket } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

const LARGE = Buffer.alloc(12 << 20, 'a')
/** By when a removal is answered, whatever the others do; and some time for two busy cores. */
const ANSWERED_WITHIN_MS = 1_000 + 700

interface Held {
  readonly socket: TestSocket
  readonly board: WebsocketProvider
  readonly closes: number[]
  readonly download: IncomingMessage
  received(): number
}

/** Everything that one person can hold open of a case on one server. */
async function hold(url: string, token: string, caseId: string, fileId: string): Promise<Held> {
  const socket = await connect(url, token)
  await until(async () => (await subscribe(socket, `case:${caseId}`)).ok, 'the case on the other server')
  const closes: number[] = []
  const board = new WebsocketProvider(
    `${url.replace('http', 'ws')}/yjs`,
    `case/${caseId}/board`,
    new Y.Doc(),
    { protocols: ['y.v1', `t.${token}`], disableBc: true, WebSocketPolyfill: WebSocket as never },
  )
  board.on('connection-close', (event) => void (event && closes.push(event.code)))
  await until(() => board.synced, 'the board')
  const asked = request(`${url}/api/v1/cases/${caseId}/files/${fileId}`, {
    headers: { Authorization: `Bearer ${token}` },
  })
  asked.end()
  const [download] = (await once(asked, 'response')) as [IncomingMessage]
  let received = 0
  download.on('error', () => undefined)
  download.once('data', (part: Buffer) => {
    received += part.length
    download.pause()
    download.on('data', (more: Buffer) => (received += more.length))
    download.pause()
  })
  await until(() => received > 0, 'the download')
  return { socket, board, closes, download, received: () => received }
}

const release = ({ socket, board, download }: Held) => {
  socket.disconnect()
  board.destroy()
  download.destroy()
}

async function upload(url: string, token: string, caseId: string): Promise<string> {
  const fileId = randomUUID()
  const response = await fetch(`${url}/api/v1/cases/${caseId}/files/${fileId}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${token}`, 'Content-Disposition': 'attachment; filename="a.txt"' },
    body: LARGE,
  })
  expect(response.status).toBe(200)
  return fileId
}

/** Nothing of what was done after reached them, and nothing of theirs was taken. */
async function expectNothingMore(held: Held, since: number): Promise<void> {
  held.download.resume()
  await until(() => held.download.destroyed || held.download.complete, 'the download to end')
  expect(held.received()).toBeLessThan(LARGE.length)
  await until(() => held.closes.length > 0, 'the board to be closed')
  expect(held.closes[0]).toBe(4403)
  expect(held.socket.changes.filter(({ seq }) => seq > since)).toEqual([])
  expect(held.socket.unsubscribed.map(({ code }) => code)).toEqual(['not_found'])
}

describe('with both servers at work', () => {
  let redis: RunningRedis | undefined
  let house: TestHouse
  let second: string
  let doctor: TestPerson

  beforeAll(async () => {
    if (redisProgram() !== '') redis = await startRedis()
    house = await startTestHouse(redis ? { redisUrl: redis.url } : {})
    doctor = await house.person('Cleo Doctor', 'physician')
    second = (await house.secondNode()).url
    await wait(300)
  })
  afterAll(async () => {
    await house?.stop()
    await redis?.stop()
  })

  async function removeOne(): Promise<number> {
    const leaving = await house.person('Lea Leaving', 'nurse')
    const caseId = await house.openCase(doctor, [leaving])
    const fileId = await upload(house.url, doctor.token, caseId)
    const held = await hold(second, leaving.token, caseId, fileId)
    const at = performance.now()
    await doctor.done('circle.remove', { caseId, accountId: leaving.id })
    const answeredIn = performance.now() - at
    const since = Math.max(0, ...held.socket.changes.map(({ seq }) => seq)) + 1

    addCard(held.board.doc, {
      id: randomUUID(),
      column: 'needs',
      title: 'Trop tard',
      by: leaving.id,
      at: new Date(),
    })
    expect(await command(held.socket, 'message.post', { caseId, text: 'Trop tard' })).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    })
    for (let round = 0; round < 20; round++) {
      const posting = Array.from({ length: 10 }, (_, n) =>
        doctor.done('message.post', { caseId, text: `Entre nous ${round} ${n}` }),
      )
      await Promise.all(posting)
    }
    await wait(400)
    await expectNothingMore(held, since)
    const board = readBoard(await house.application.boards.read(`case/${caseId}/board`))
    expect(board.columns.flatMap(({ cards }) => cards)).toEqual([])
    release(held)
    return answeredIn
  }

  it.skipIf(redisProgram() === '')(
    'nothing more reaches them once it is answered, well within a second',
    async () => {
      const times = [await removeOne(), await removeOne(), await removeOne()]
      expect(Math.min(...times)).toBeLessThan(500)
    },
  )

  it('nor without Redis, when it is answered after a second', async () => {
    await redis?.kill()
    try {
      await wait(300)
      const answeredIn = await removeOne()
      expect(answeredIn).toBeGreaterThan(900)
      expect(answeredIn).toBeLessThan(ANSWERED_WITHIN_MS)
    } finally {
      await redis?.start()
    }
  })

  it('a session that ends is over on the other server when that is answered', async () => {
    const leaving = await house.person('Sam Session', 'nurse')
    const caseId = await house.openCase(doctor, [leaving])
    const fileId = await upload(house.url, doctor.token, caseId)
    await until(async () => redis === undefined || (await redisThere(second)), 'Redis')
    const held = await hold(second, leaving.token, caseId, fileId)
    await fetch(`${house.url}/api/v1/session`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${leaving.token}`, Cookie: leaving.cookie, Origin: house.url },
    })
    await doctor.done('message.post', { caseId, text: 'Sans elle' })
    await wait(300)
    expect(held.socket.changes.some(({ kind }) => kind === 'message.posted')).toBe(false)
    expect(held.socket.connected).toBe(false)
    expect(held.closes[0]).toBe(4401)
    release(held)
  })
})

async function redisThere(url: string): Promise<boolean> {
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: Record<string, boolean> }
  return checks['redis'] === true
}

describe('with the other server standing still', () => {
  it.each([
    ['with Redis', true],
    ['without', false],
  ])(
    '%s, it gives nothing away and takes nothing in when it goes on',
    { timeout: 240_000 },
    async (_how, withRedis) => {
      if (withRedis && redisProgram() === '') return
      const redis = withRedis ? await startRedis() : undefined
      const environment = redis ? { REDIS_URL: redis.url } : {}
      const first = await startServer({ environment })
      const second = await startServer({ environment, dataFolder: first.dataFolder })
      const pid = second.pid() as number
      try {
        const { accounts } = (await (await fetch(`${first.url}/api/v1/demo`)).json()) as Demo
        const [doctor, nurse] = await Promise.all(
          ['physician', 'nurse'].map(async (profession) => {
            const one = accounts.find((account) => account.profession === profession)!
            return signIn(first.url, one)
          }),
        )
        const send = async (name: string, input: object) => {
          const response = await fetch(`${first.url}/api/v1/commands/${name}`, {
            method: 'POST',
            headers: { Authorization: `Bearer ${doctor!.token}`, 'Content-Type': 'application/json' },
            body: JSON.stringify({ commandId: randomUUID(), ...input }),
          })
          const reply = (await response.json()) as { ok: boolean; data: { id: string }; seq: number }
          expect(reply).toMatchObject({ ok: true })
          return reply
        }
        const { data } = await send('case.create', {
          patient: { birthName: 'Immobile', firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
          reason: 'Essai',
          informed: { how: 'oral' },
          circle: [nurse!.id],
          confirmedDistinct: true,
        })
        const caseId = data.id
        const fileId = await upload(first.url, doctor!.token, caseId)
        const held = await hold(second.url, nurse!.token, caseId, fileId)

        process.kill(pid, 'SIGSTOP')
        const at = performance.now()
        const { seq } = await send('circle.remove', { caseId, accountId: nurse!.id })
        expect(performance.now() - at).toBeLessThan(ANSWERED_WITHIN_MS)
        for (let n = 0; n < 20; n++) await send('message.post', { caseId, text: `Entre nous ${n}` })
        // What the removed send lies in wait for it to go on.
        addCard(held.board.doc, {
          id: randomUUID(),
          column: 'needs',
          title: 'Trop tard',
          by: nurse!.id,
          at: new Date(),
        })
        const late = command(held.socket, 'message.post', { caseId, text: 'Trop tard' })
        await wait(2_500)
        process.kill(pid, 'SIGCONT')

        expect(await late).toMatchObject({ ok: false, error: { code: 'not_found' } })
        await wait(1_000)
        await expectNothingMore(held, seq - 1)
        const board = await fetch(`${first.url}/api/v1/cases/${caseId}/documents/board/history`, {
          headers: { Authorization: `Bearer ${doctor!.token}` },
        })
        expect(await board.text()).not.toContain(nurse!.id)
        release(held)
      } finally {
        process.kill(pid, 'SIGCONT')
        await second.stop()
        await first.stop()
        await redis?.stop()
      }
    },
  )
})

async function signIn(url: string, { email, password }: { email: string; password: string }) {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { accessToken, account } = (await response.json()) as { accessToken: string; account: { id: string } }
  return { token: accessToken, id: account.id }
}
