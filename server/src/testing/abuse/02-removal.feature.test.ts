/**
 * Somebody is taken out of a circle who holds sockets on two nodes, a board on each and a download; a thousand
 * messages are said after it. From a second after the removal nothing reaches them, and nothing of theirs is taken.
 */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { addCard } from '@colloque/board'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Actor } from '../../platform/actor.ts'
import { syncFrame } from '../../platform/boards/raw-client.ts'
import { command, connect, subscribe, until } from '../socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from '../test-house.ts'

const MESSAGES = 1_000
/** How long another node may take to follow. */
const LEFT_MS = 1_000

let house: TestHouse
let doctor: TestPerson
let leaving: TestPerson
let caseId: string
let urls: string[]

beforeAll(async () => {
  house = await startTestHouse()
  doctor = await house.person('Cleo Doctor', 'physician')
  leaving = await house.person('Lea Leaving', 'nurse')
  caseId = await house.openCase(doctor, [leaving])
  urls = [house.url, (await house.secondNode()).url]
})
afterAll(() => house.stop())

/** A board open on a node, that notes when frames come and how it is closed. */
async function openBoard(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/yjs/case/${caseId}/board`, [
    'y.v1',
    `t.${leaving.token}`,
  ])
  const board = { frames: [] as number[], code: 0, socket }
  socket.on('error', () => undefined)
  socket.on('message', () => board.frames.push(performance.now()))
  socket.on('close', (code) => (board.code = code))
  await until(() => board.frames.length > 1)
  socket.send(syncFrame(1, Y.encodeStateAsUpdate(new Y.Doc())))
  return board
}

async function openDownload(): Promise<IncomingMessage> {
  const fileId = randomUUID()
  const path = `${house.url}/api/v1/cases/${caseId}/files/${fileId}`
  const sent = await fetch(`${path}?name=x`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${doctor.token}` },
    body: Buffer.alloc(20 * 1024 * 1024, 'a'),
  })
  expect(sent.status).toBe(200)
  const asked = request(path, { headers: { Authorization: `Bearer ${leaving.token}` } })
  asked.end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  response.pause()
  response.on('error', () => undefined)
  return response
}

const card = (id: string) => {
  const doc = new Y.Doc()
  addCard(doc, { id, column: 'needs', title: 'Trop tard', by: leaving.id, at: new Date() })
  return Y.encodeStateAsUpdate(doc)
}

describe('abuse 2: somebody who was removed from a circle', () => {
  it('hears nothing more on two nodes, on boards and in a download, and is taken nothing from', async () => {
    const sockets = await Promise.all(urls.map((url) => connect(url, leaving.token)))
    for (const socket of sockets)
      await until(async () => (await subscribe(socket, `case:${caseId}`)).ok, 'the case on both nodes')
    const boards = await Promise.all(urls.map(openBoard))
    const download = await openDownload()
    const heard: number[] = []
    for (const socket of sockets) socket.on('change', () => heard.push(performance.now()))
    await doctor.done('message.post', { caseId, text: 'Encore là' })
    await until(() => heard.length === 2, 'both nodes to tell of a message')

    await doctor.done('circle.remove', { caseId, accountId: leaving.id })
    const removed = performance.now()
    const { changes, execute } = house.application
    const actor: Actor = { ...doctor, accountId: doctor.id, sessionId: '' }
    const say = (n: number) =>
      execute('message.post', { commandId: randomUUID(), caseId, text: `Après ${n}` }, actor)
    for (let said = 0; said < MESSAGES / 2; said += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => say(said + n)))
    await wait(Math.max(0, removed + LEFT_MS - performance.now()))
    // They go on trying, on everything that they had.
    const refused = await Promise.all([
      ...sockets.map((socket) => command(socket, 'message.post', { caseId, text: 'Trop tard' })),
      ...sockets.map((socket) => subscribe(socket, `case:${caseId}`)),
    ])
    for (const { socket } of boards)
      if (socket.readyState === socket.OPEN) socket.send(syncFrame(2, card('late')))
    const before = (await changes.fold(`case:${caseId}`)).seq
    for (let said = 0; said < MESSAGES / 2; said += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => say(said + n)))
    await house.application.boards.edit(`case/${caseId}/board`, doctor.id, (doc) =>
      addCard(doc, { id: 'after', column: 'needs', title: 'Après', by: doctor.id, at: new Date() }),
    )
    await wait(LEFT_MS)

    const late = (times: readonly number[]) => times.filter((at) => at > removed + LEFT_MS)
    expect(late(heard)).toEqual([])
    for (const { frames, code } of boards) expect([late(frames), code]).toEqual([[], 4403])
    for (const reply of refused) expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(sockets.map(({ unsubscribed }) => unsubscribed.length)).toEqual([1, 1])
    let received = 0
    download.on('data', (part: Buffer) => (received += part.length))
    const ended = new Promise((closed) => download.on('close', closed))
    download.resume()
    await ended
    expect(received).toBeLessThan(20 * 1024 * 1024)
    const fold = await changes.fold(`case:${caseId}`)
    expect(fold.seq).toBe(before + MESSAGES / 2)
    expect(JSON.stringify(fold.all('message'))).not.toContain('Trop tard')
    const doc = await house.application.boards.read(`case/${caseId}/board`)
    expect([...doc.getMap('cards').keys()]).toEqual(['after'])
    for (const socket of sockets) socket.disconnect()
  })
})
