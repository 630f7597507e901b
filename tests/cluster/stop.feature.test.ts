/** A server that is told to stop while people work: what it began it finishes, and what it answered stands. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import { checkBoards, checkRecord, createRandom, createRecorder } from '@colloque/history'
import type { ColloqueClient } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBoardWriter } from '../faults/board-writer.ts'
import { changesOf, replicaOf, toldOf, wordsOn } from '../faults/evidence.ts'
import { caseOf, demoClients, openDocument } from '../sdk/test-clients.ts'

const PEOPLE = 4
/** Alone, it has nobody to send its people to. */
const STOPPED_WITHIN_MS = 10_000

let server: RunningServer
const clients: ColloqueClient[] = []

beforeAll(async () => {
  // As behind a proxy: that alone must not make it wait for others.
  server = await startServer({ environment: { COLLOQUE_PROXIES: '1' } })
  clients.push(...(await demoClients(server.url, PEOPLE)))
}, 240_000)
afterAll(async () => {
  for (const client of clients) client.close()
  await server?.stop()
})

it('stops at once under load, and loses nothing that it has answered, nor what was being written', async () => {
  const random = createRandom(31)
  const draw = (below: number) => Math.floor(random() * below)
  const recorder = createRecorder(() => performance.now())
  const [opener, ...others] = clients
  const caseId = await caseOf(opener!, others)
  const stream: StreamName = `case:${caseId}`
  const { head: before } = await opener!.api.query('streamChanges', { stream }, { since: 0 })
  await Promise.all(clients.map((client) => client.openCase(caseId).ready))
  const writers = clients.map((client, index) => {
    const board = openDocument(client, server.url, caseBoardDocName(caseId))
    return createBoardWriter({ board, recorder, accountId: client.account!.id, index, draw })
  })
  await expect.poll(() => writers.every(({ board }) => board.state.connection === 'online')).toBe(true)

  const over = new AbortController()
  const what = (client: ColloqueClient, name: string, commandId: string) => ({
    ...{ client: client.account!.id, name, commandId },
    ...{ key: stream, value: null },
  })
  /** Several at a time, through the outbox, which goes on until it has an answer. */
  async function post(client: ColloqueClient): Promise<void> {
    const sent: Promise<unknown>[] = []
    for (let count = 1; !over.signal.aborted; count++) {
      const sending = client.outbox.send('message.post', { caseId, text: `Message ${count}` })
      const { commandId } = client.outbox.entries.at(-1)!
      sent.push(recorder.run(what(client, 'message.post', commandId), async () => toldOf(await sending)))
      await wait(10 + draw(20))
    }
    await Promise.all(sent)
  }
  /** Over HTTP, one attempt each: while the server is away they fail, and nobody knows how. */
  async function command(client: ColloqueClient): Promise<void> {
    for (let count = 1; !over.signal.aborted; count++) {
      const commandId = randomUUID()
      const input = { commandId, caseId, title: `Tâche ${count}` }
      await recorder.run(what(client, 'task.create', commandId), async () =>
        toldOf(await client.api.command('task.create', input)),
      )
      await wait(10 + draw(40))
    }
  }
  async function edit(writer: (typeof writers)[number]): Promise<void> {
    while (!over.signal.aborted) {
      writer.edit()
      await wait(20 + draw(60))
    }
  }
  const working = clients.flatMap((client, index) => [post(client), command(client), edit(writers[index]!)])
  await wait(1_500)

  // Gathered for a second before they are stored: on the way when the word comes. Told by a bare socket, for our client
  // would tell them again.
  const bare = io(server.url, {
    transports: ['websocket'],
    auth: { token: await opener!.token() },
    reconnection: false,
    forceNew: true,
  })
  await new Promise<void>((connected) => bare.once('connect', () => connected()))
  const text = 'Ce qui est en train de s’écrire'
  bare.emit('draft', { stream, threadId: null, text, body: null, at: Date.now() })
  bare.emit('read', { stream, seq: before })
  await wait(200)
  const pid = server.pid()!
  const from = performance.now()
  process.kill(pid, 'SIGTERM')
  await expect.poll(() => isAlive(pid), { timeout: 30_000, interval: 20 }).toBe(false)
  const took = performance.now() - from
  expect(took).toBeLessThan(STOPPED_WITHIN_MS)

  bare.disconnect()
  await server.start()
  await wait(2_000)
  over.abort()
  await Promise.all(working)
  for (const writer of writers) expect(await writer.settled(30_000)).toBe(true)

  const changes = (await changesOf(opener!, stream)).filter(({ seq }) => seq > before)
  const operations = recorder.operations()
  const posts = operations.filter(({ name }) => name === 'message.post')
  expect(posts.length).toBeGreaterThan(100)
  expect(posts.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
  const commands = [...posts, ...operations.filter(({ name }) => name === 'task.create')]
  expect(commands.filter(({ outcome }) => outcome === 'fail')).toEqual([])
  expect(checkRecord({ operations: commands, changes, after: before })).toEqual([])

  const fresh = openDocument(opener!, server.url, caseBoardDocName(caseId))
  await expect.poll(() => fresh.state.connection).toBe('online')
  const edits = operations.filter(({ name }) => name === 'board.edit')
  const violations = () =>
    checkBoards({
      operations: edits,
      replicas: [fresh, ...writers.map(({ board }) => board)].map(({ doc }, index) =>
        replicaOf(`copy ${index}`, doc),
      ),
      words: wordsOn(fresh.doc),
    })
  await expect.poll(violations, { timeout: 20_000 }).toEqual([])
  await Promise.all([fresh, ...writers.map(({ board }) => board)].map((board) => board.destroy()))

  const drafts = await opener!.api.query('myDrafts', {})
  expect(drafts.items.map(({ text }) => text)).toContain(text)
  const marks = await opener!.api.query('myReadMarks', {})
  expect(marks.items.find((mark) => mark.stream === stream)?.seq).toBe(before)
  process.stdout.write(`stop under load: ${took.toFixed(0)} ms, ${operations.length} operations\n`)
}, 150_000)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
