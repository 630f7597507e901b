/** One round: people work in a case of their own while things break; then all settles, and the checkers read on. */
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { Change, StreamName } from '@colloque/domain'
import {
  checkBoards,
  checkMessages,
  checkReads,
  checkRecord,
  checkTasks,
  createRandom,
  createRecorder,
  type Operation,
  type Reading,
  type Recorder,
} from '@colloque/history'
import { createBoardConnection, type BoardConnection } from '@colloque/sdk'
import { caseOf } from '../sdk/test-clients.ts'
import { createBoardWriter } from './board-writer.ts'
import { breakThings } from './chaos.ts'
import {
  changesOf,
  messageIn,
  messagesOf,
  readsOnRecord,
  replicaOf,
  taskStatesIn,
  wordsOn,
} from './evidence.ts'
import type { Device, TwoNodes } from './two-nodes.ts'
import { verifyChain } from './verify-chain.ts'
import { createWorker } from './worker.ts'

/** Somebody with a device on each node. */
export interface Pair {
  readonly desk: Device
  readonly phone: Device
}

export interface RoundReport {
  /** A sentence for each promise that was broken, by its checker. */
  readonly violations: Record<'C1' | 'C2' | 'C3' | 'C5' | 'settling', readonly string[]>
  readonly faults: readonly string[]
  readonly counts: Readonly<Record<string, number>>
}

const TASKS = 3
const ENOUGH = [
  ['message.post ok', 80],
  ['task.claim ok', 8],
  ['task.release ok', 5],
  ['board.edit ok', 80],
  ['case.read ok', 40],
] as const
/** Longer than the longest pause of an outbox between two attempts. */
const SETTLE_MS = 40_000

export async function runRound(
  house: TwoNodes,
  people: readonly Pair[],
  { seed, ms }: { readonly seed: number; /** At least. */ readonly ms: number },
): Promise<RoundReport> {
  const random = createRandom(seed)
  const begunAt = Date.now()
  const draw = (below: number) => Math.floor(random() * below)
  const recorder = createRecorder(() => performance.now())
  const faults: string[] = []
  const unsettled: string[] = []
  const opener = people[0]!.desk.client
  const devices = people.flatMap(({ desk, phone }) => [desk, phone])

  const caseId = await caseOf(
    opener,
    people.slice(1).map(({ desk }) => desk.client),
  )
  const stream: StreamName = `case:${caseId}`
  const tasks: string[] = []
  for (let count = 1; count <= TASKS; count++)
    tasks.push((await opener.outbox.send('task.create', { caseId, title: `Tâche ${count}` })).data.id)
  const { head: before } = await opener.api.query('streamChanges', { stream }, { since: 0 })

  const readings = devices.map(({ client, node }, index) => {
    const seen: Change[] = []
    client.replica.onApplied((change) => change.stream === stream && change.seq > before && seen.push(change))
    return { reader: `device ${index} on node ${node}`, seen }
  })
  const opened = devices.map(({ client }) => client.openCase(caseId))
  await Promise.all(opened.map(({ ready }) => ready))
  const boardOf = (device: Device): BoardConnection =>
    createBoardConnection({
      url: `${device.wire.url.replace('http', 'ws')}/yjs`,
      document: caseBoardDocName(caseId),
      accountId: device.client.account!.id,
      getToken: () => device.client.token(),
    })
  const writers = people.map(({ desk, phone }, index) =>
    createBoardWriter({
      board: boardOf(index % 2 ? phone : desk),
      recorder,
      accountId: desk.client.account!.id,
      index,
      draw,
    }),
  )
  const until = async (what: string, holds: () => boolean | Promise<boolean>, limit = SETTLE_MS) => {
    const end = performance.now() + limit
    while (!(await holds())) {
      if (performance.now() > end) return void unsettled.push(`${what} did not come about`)
      await wait(50)
    }
  }
  await until('every board on line', () => writers.every(({ board }) => board.state.connection === 'online'))

  const workers = people.map(({ desk, phone }) =>
    createWorker({ desk: desk.client, phone: phone.client, caseId, tasks, recorder, draw }),
  )
  const ending = new AbortController()
  const over = ending.signal
  const from = performance.now()
  const onFault = (what: string) =>
    faults.push(`+${((performance.now() - from) / 1_000).toFixed(2)} s ${what}`)
  await Promise.all([
    ...workers.flatMap((worker) => [worker.post(over), worker.takeTasks(over), worker.look(over)]),
    ...writers.map(async (writer) => {
      while (!over.aborted) {
        writer.edit()
        await wait(30 + draw(250))
      }
    }),
    breakThings({ house, draw, signal: over, onFault }),
    (async () => {
      // On a slow machine it takes longer for enough to happen.
      while (performance.now() < from + ms || !(isEnough(recorder.operations()) && faults.length >= 6))
        await wait(200)
      ending.abort()
    })(),
  ])

  if (!(await decidedAll(Promise.all(workers.map((worker) => worker.settled())), recorder)))
    unsettled.push(...undecided(recorder, devices))
  for (const [index, writer] of writers.entries())
    if (!(await writer.settled(SETTLE_MS)))
      unsettled.push(`board ${index} is not saved: ${told(writer.board)}`)

  await house.nodes[1].kill()
  await house.nodes[0].kill()
  await house.nodes[0].start()
  await house.nodes[1].start()

  const [reader] = devices
  const changes = (await changesOf(reader!.client, stream)).filter(({ seq }) => seq > before)
  const head = changes.at(-1)?.seq ?? before
  for (const [index, { client }] of devices.entries())
    await until(`device ${index} at ${head}`, () => client.replica.seq(stream) === head)
  const fresh = boardOf(reader!)
  const copies = [fresh, ...writers.map(({ board }) => board)]
  await until('every board on line again', () => copies.every(({ state }) => state.connection === 'online'))
  const replicas = () =>
    copies.map(({ doc }, index) => replicaOf(index ? `board ${index}` : 'restarted', doc))
  const operations = recorder.operations()
  const edits = operations.filter(({ name }) => name === 'board.edit')
  const boards = () => checkBoards({ operations: edits, replicas: replicas(), words: wordsOn(fresh.doc) })
  await until('equal boards', () => boards().length === 0, 20_000)

  const reads = operations.filter(({ name }) => name === 'case.read')
  const commands = operations.filter(({ name }) => name !== 'board.edit' && name !== 'case.read')
  const messages = ({ reader, seen }: (typeof readings)[number]): Reading => ({
    reader,
    messages: seen.flatMap((change) => messageIn(change) ?? []),
  })
  const report: RoundReport = {
    violations: {
      C1: checkMessages({
        operations: commands,
        readings: readings.map(messages),
        settled: await messagesOf(reader!.client, caseId, changes),
      }),
      C2: boards(),
      C3: checkTasks({
        operations: commands.filter(({ name }) => name.startsWith('task.')),
        states: taskStatesIn(changes),
      }),
      C5: [
        ...checkRecord({ operations: commands, changes, after: before, mayChangeNothing: ['task.claim'] }),
        ...checkReads({
          operations: reads,
          recorded: await readsOnRecord(reader!.client, caseId),
          span: { from: begunAt, to: Date.now() },
        }),
        ...(await verifyChain(house.nodes[0].dataFolder)),
      ],
      settling: unsettled,
    },
    faults,
    counts: {
      ...countBy(operations, ({ name, outcome }) => `${name} ${outcome}`),
      changes: changes.length,
      faults: faults.length,
      'boards refused': writers.reduce((sum, { refusals }) => sum + refusals, 0),
    },
  }
  for (const one of opened) one.close()
  await Promise.all([...writers.map(({ board }) => board.destroy()), fresh.destroy()])
  return report
}

/** Waits for what was sent, as long as something of it is decided now and then. @returns false when nothing was */
async function decidedAll(work: Promise<unknown>, { events }: Recorder): Promise<boolean> {
  let isOver = false
  void work.then(() => (isOver = true))
  for (let seen = -1, since = performance.now(); !isOver; await wait(100)) {
    if (events.length > seen) since = performance.now()
    seen = events.length
    if (performance.now() - since > SETTLE_MS) return false
  }
  return true
}

function undecided(recorder: Recorder, devices: readonly Device[]): string[] {
  const open = recorder
    .operations()
    .filter(({ result, name }) => result === undefined && name !== 'board.edit')
  const entries = devices.flatMap(({ client, node }) =>
    client.outbox.entries.map(({ commandId, state, attempts, error }) => ({
      commandId,
      said: `outbox on node ${node}, connected: ${client.connection.connected}, ${state}, ${attempts} attempts, ${error?.code}`,
    })),
  )
  return open.map(({ name, commandId, invokedAt }) => {
    const entry = entries.find((one) => one.commandId === commandId)
    const ago = ((performance.now() - invokedAt) / 1_000).toFixed(1)
    return `${name} ${commandId}, sent ${ago} s ago, is not decided: ${entry?.said ?? 'over HTTP'}`
  })
}

/** Whether a round has done enough to tell something. */
function isEnough(operations: readonly Operation[]): boolean {
  const done = countBy(operations, ({ name, outcome }) => `${name} ${outcome}`)
  return ENOUGH.every(([what, count]) => (done[what] ?? 0) >= count)
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1
  return counts
}

function told({ state }: BoardConnection): string {
  const { connection, saved, refused, ended } = state
  return JSON.stringify({ connection, saved, refused, ended })
}
