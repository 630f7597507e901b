/**
 * A release on a working day: three servers behind the real proxy are restarted one after the other, while people post,
 * claim and edit a board over sockets, and programs command and ask over HTTP. Nobody is refused for it, nobody is
 * without a connection for long, and all that was answered stands.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { StreamName } from '@colloque/domain'
import { checkBoards, checkRecord, createRandom, createRecorder } from '@colloque/history'
import type { ColloqueClient } from '@colloque/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBoardWriter } from '../faults/board-writer.ts'
import { changesOf, replicaOf, toldOf, wordsOn } from '../faults/evidence.ts'
import { caseOf, demoClients, openDocument } from '../sdk/test-clients.ts'
import { hasClusterTools, startCluster, type RunningCluster } from './start-cluster.ts'

const PEOPLE = 6
/** As short as a proxy that looks once a second allows; the times of a real house are longer. */
const TIMES = { COLLOQUE_NOTICE_MS: '2000', COLLOQUE_DRAIN_MS: '2000' }
/** From here on the interface would say that there is no connection. */
const UNSEEN_MS = 3_000
/** On a machine that is busy with other tests, for the slowest of all. */
const SLOWEST_MS = 10_000

describe.skipIf(!hasClusterTools)('a rolling restart', () => {
  let cluster: RunningCluster
  const clients: ColloqueClient[] = []

  beforeAll(async () => {
    cluster = await startCluster(TIMES)
    clients.push(...(await demoClients(cluster.url, PEOPLE)))
  }, 300_000)
  afterAll(async () => {
    for (const client of clients) client.close()
    await cluster?.stop()
  }, 60_000)

  it('fails no command, drops nothing that was answered, and nobody sees it', async () => {
    const random = createRandom(8)
    const draw = (below: number) => Math.floor(random() * below)
    const recorder = createRecorder(() => performance.now())
    const [opener, ...others] = clients
    const caseId = await caseOf(opener!, others)
    const stream: StreamName = `case:${caseId}`
    const { head: before } = await opener!.api.query('streamChanges', { stream }, { since: 0 })
    const absences = clients.map((client) => watchConnection(client))
    await Promise.all(clients.map((client) => client.openCase(caseId).ready))

    const writers = clients.map((client, index) => {
      const board = openDocument(client, cluster.url, caseBoardDocName(caseId))
      return createBoardWriter({ board, recorder, accountId: client.account!.id, index, draw })
    })
    await expect.poll(() => writers.every(({ board }) => board.state.connection === 'online')).toBe(true)

    const over = new AbortController()
    const working = clients.flatMap((client, index) => [
      postOverSocket(client),
      commandOverHttp(client),
      askOverHttp(client),
      editBoard(writers[index]!),
    ])

    async function postOverSocket(client: ColloqueClient): Promise<void> {
      const sent: Promise<unknown>[] = []
      for (let count = 1; !over.signal.aborted; count++) {
        const input = { caseId, text: `Message ${count}` }
        const sending = client.outbox.send('message.post', input)
        const { commandId } = client.outbox.entries.at(-1)!
        const what = {
          client: client.account!.id,
          name: 'message.post',
          key: stream,
          commandId,
          value: input,
        }
        sent.push(recorder.run(what, async () => toldOf(await sending)))
        await wait(60 + draw(120))
      }
      await Promise.all(sent)
    }

    /** One attempt each: what the proxy can hand to another server must not come back to the program. */
    async function commandOverHttp(client: ColloqueClient): Promise<void> {
      for (let count = 1; !over.signal.aborted; count++) {
        const commandId = randomUUID()
        const input = { commandId, caseId, title: `Tâche ${count}` }
        const what = { client: client.account!.id, name: 'task.create', key: stream, commandId, value: input }
        await recorder.run(what, async () => toldOf(await client.api.command('task.create', input)))
        await wait(40 + draw(120))
      }
    }

    async function askOverHttp(client: ColloqueClient): Promise<void> {
      while (!over.signal.aborted) {
        const what = {
          client: client.account!.id,
          name: 'case',
          key: caseId,
          commandId: randomUUID(),
          value: null,
        }
        await recorder.run(what, () => client.api.query('case', { id: caseId }, {}))
        await wait(40 + draw(120))
      }
    }

    async function editBoard(writer: (typeof writers)[number]): Promise<void> {
      while (!over.signal.aborted) {
        writer.edit()
        await wait(60 + draw(240))
      }
    }

    await wait(1_000)
    await cluster.restartOneByOne()
    await wait(1_000)
    over.abort()
    await Promise.all(working)
    for (const writer of writers) expect(await writer.settled(20_000)).toBe(true)

    // It was a restart of all, and everybody has moved.
    expect(cluster.output().match(/is back\./g)).toHaveLength(3)
    for (const { moves } of absences) expect(moves.length).toBeGreaterThan(0)
    const moves = absences.flatMap(({ moves }) => moves).sort((one, other) => one - other)
    const [median, longest] = [moves[moves.length >> 1]!, moves.at(-1)!]
    process.stdout.write(
      `rolling restart: ${moves.length} moves, median ${median.toFixed(0)} ms, longest ${longest.toFixed(0)} ms; ${recorder.operations().length} operations\n`,
    )
    expect(median).toBeLessThan(UNSEEN_MS)
    expect(longest).toBeLessThan(SLOWEST_MS)

    const operations = recorder.operations()
    expect(operations.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    const of = (name: string) => operations.filter((operation) => operation.name === name)
    for (const name of ['message.post', 'task.create', 'case', 'board.edit'])
      expect(of(name).length, name).toBeGreaterThan(100)

    const changes = (await changesOf(opener!, stream)).filter(({ seq }) => seq > before)
    const commands = [...of('message.post'), ...of('task.create')]
    expect(checkRecord({ operations: commands, changes, after: before })).toEqual([])
    const head = changes.at(-1)!.seq
    await expect
      .poll(() => clients.map(({ replica }) => replica.seq(stream)))
      .toEqual(clients.map(() => head))

    const fresh = openDocument(opener!, cluster.url, caseBoardDocName(caseId))
    const copies = [fresh, ...writers.map(({ board }) => board)]
    await expect.poll(() => copies.every(({ state }) => state.connection === 'online')).toBe(true)
    const violations = () =>
      checkBoards({
        operations: of('board.edit'),
        replicas: copies.map(({ doc }, index) => replicaOf(`copy ${index}`, doc)),
        words: wordsOn(fresh.doc),
      })
    await expect.poll(violations, { timeout: 20_000 }).toEqual([])
    expect(writers.map(({ refusals }) => refusals)).toEqual(writers.map(() => 0))
    await Promise.all(copies.map((board) => board.destroy()))
  }, 150_000)
})

/** How long a client was without a connection, each time, in milliseconds. */
function watchConnection(client: ColloqueClient): { readonly moves: readonly number[] } {
  const moves: number[] = []
  let lostAt: number | undefined
  client.onConnection(({ connected }) => {
    if (!connected) lostAt ??= performance.now()
    else if (lostAt !== undefined) {
      moves.push(performance.now() - lostAt)
      lostAt = undefined
    }
  })
  return { moves }
}
