/** One of two servers leaves, while people are connected to it: who notices what, and when. */
import { once } from 'node:events'
import { request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startTestHouse, type TestHouse, type TestPerson } from '../../testing/test-house.ts'

const NOTICE_MS = 600
const SPREAD_MS = 2_000

let house: TestHouse
let nurse: TestPerson
let caseId: string
/** The one that leaves. */
let leaving: Awaited<ReturnType<TestHouse['secondNode']>>
const sockets: Socket[] = []

beforeAll(async () => {
  house = await startTestHouse({ proxies: 1 })
  nurse = await house.person('Nadia Infirmière', 'nurse')
  caseId = await house.openCase(nurse)
})
beforeEach(async () => {
  leaving = await house.secondNode()
})
afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()))
afterAll(() => house?.stop())

const readiness = async () => (await fetch(`${leaving.url}/readyz`)).status

function connect(): Promise<Socket> {
  const socket = io(leaving.url, {
    transports: ['websocket'],
    auth: { token: nurse.token },
    reconnection: false,
    forceNew: true,
  })
  sockets.push(socket)
  return new Promise((connected, refused) => {
    socket.once('connect', () => connected(socket))
    socket.once('connect_error', refused)
  })
}

async function openBoard(): Promise<WebSocket> {
  const url = `${leaving.url.replace('http', 'ws')}/yjs/${caseBoardDocName(caseId)}`
  const socket = new WebSocket(url, ['y.v1', `t.${nurse.token}`])
  await once(socket, 'open')
  return socket
}

/** A program on a connection that it keeps for its next request. */
const ask = (path: string) =>
  new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
    const asked = request(`${leaving.url}${path}`, { headers: { connection: 'keep-alive' } }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode, connection: answer.headers.connection })
    })
    asked.once('error', reject)
    asked.end()
  })

it('readiness goes first, then nobody comes in, and who is there is sent away over the time', async () => {
  const gone: number[] = []
  const codes: number[] = []
  let from = 0
  for (let count = 0; count < 24; count++) {
    const socket = await connect()
    socket.on('moving', () => {
      gone.push(performance.now() - from)
      socket.disconnect()
    })
  }
  for (let count = 0; count < 6; count++)
    (await openBoard()).on('close', (code: number) => {
      codes.push(code)
      gone.push(performance.now() - from)
    })
  expect(await readiness()).toBe(200)

  from = performance.now()
  const left = leaving.application.depart(
    { noticeMs: NOTICE_MS, spreadMs: SPREAD_MS },
    new AbortController().signal,
  )
  // Not ready, and at work.
  expect(await readiness()).toBe(503)
  expect((await fetch(`${leaving.url}/healthz`)).status).toBe(200)
  expect(await ask('/healthz')).toEqual({ status: 200, connection: 'close' })
  expect(gone).toEqual([])

  await expect.poll(() => gone.length, { timeout: 10_000, interval: 20 }).toBeGreaterThan(0)
  expect(gone[0]).toBeGreaterThan(NOTICE_MS)
  await expect(connect()).rejects.toThrow()
  await expect(openBoard()).rejects.toThrow('503')
  expect(await ask('/healthz')).toEqual({ status: 200, connection: 'close' })

  await left
  // The close of the last board is still on its way.
  await expect.poll(() => gone.length, { timeout: 5_000 }).toBe(30)
  expect(codes).toEqual(Array(6).fill(1012))
  const begun = Math.min(...gone)
  const quarters = [0, 1, 2, 3].map(
    (quarter) => gone.filter((at) => Math.floor(((at - begun) * 4) / SPREAD_MS) === quarter).length,
  )
  for (const count of quarters) expect(count, String(quarters)).toBeLessThan(16)
  expect(Math.max(...gone) - begun).toBeGreaterThan(SPREAD_MS / 2)
  await leaving.application.stop()
})

it('a client that stays though it was told to go is shown out', async () => {
  const socket = await connect()
  const out = new Promise<string>((why) => socket.on('disconnect', why))
  await leaving.application.depart({ noticeMs: 0, spreadMs: 0 }, new AbortController().signal)
  expect(await out).toBe('io server disconnect')
  await leaving.application.stop()
})

it('a second word from whoever stops it ends the wait', async () => {
  await connect()
  const impatience = new AbortController()
  const left = leaving.application.depart({ noticeMs: 60_000, spreadMs: 60_000 }, impatience.signal)
  await wait(50)
  const from = performance.now()
  impatience.abort()
  await left
  await leaving.application.stop()
  expect(performance.now() - from).toBeLessThan(5_000)
})

it('a server stops though people have boards and sockets open, and stay', async () => {
  await connect()
  const board = await openBoard()
  const closed = once(board, 'close')
  const from = performance.now()
  await leaving.application.stop()
  expect(performance.now() - from).toBeLessThan(10_000)
  const [code] = (await closed) as [number]
  expect(code).toBe(1012)
})

it('the only server, and one that no proxy stands before, does not wait at all', async () => {
  const times = { noticeMs: 60_000, spreadMs: 60_000 }
  await leaving.application.stop()
  const alone = await startTestHouse({ proxies: 1 })
  const bare = await startTestHouse()
  const other = await bare.secondNode()
  try {
    for (const { application } of [alone, other]) {
      const from = performance.now()
      await application.depart(times, new AbortController().signal)
      expect(performance.now() - from).toBeLessThan(5_000)
    }
  } finally {
    await alone.stop()
    await bare.stop()
  }
})
