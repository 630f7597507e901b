/** One round: people work in a case of their own while things break; then all settles, and the checkers read on. */
import { setTimeout as wait } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { Change, StreamName } from '@colloque/domain'
import {
  checkAccess,
  checkBoards,
  checkMessages,
  checkReads,
  checkRecord,
  checkTasks,
  createRandom,
  createRecorder,
  type Operation,
  type Reading,
} from '@colloque/history'
import type { BoardConnection } from '@colloque/sdk'
import { caseOf, openDocument } from '../sdk/test-clients.ts'
import { createBoardWriter } from './board-writer.ts'
import { breakThings, type Fault } from './chaos.ts'
import {
  changesOf,
  messageIn,
  messagesOf,
  readsOnRecord,
  replicaOf,
  taskStatesIn,
  wordsOn,
} from './evidence.ts'
import type { Device, House } from './house.ts'
import { createPulse, healingsOf, longestGap } from './pulse.ts'
import { createRemoval } from './removal.ts'
import { decidedAll, SETTLE_MS, undecided } from './settle.ts'
import { verifyChain } from './verify-chain.ts'
import { createWorker } from './worker.ts'

/** Somebody with a device on each node. */
export interface Pair {
  readonly desk: Device
  readonly phone: Device
}

/** Who works in a round. */
export interface Cast {
  readonly people: readonly Pair[]
  /** Taken out of the circle in the middle of it; both devices without a wire between. */
  readonly leaving: Pair
  /** One on each server, without a wire between. */
  readonly pulses: readonly [Device, Device]
}

export interface RoundReport {
  /** A sentence for each promise that was broken, by its checker. */
  readonly violations: Record<'C1' | 'C2' | 'C3' | 'C4' | 'C5' | 'settling' | 'healing', readonly string[]>
  /** In the order in which they were mended. */
  readonly faults: readonly Fault[]
  /** Faults by kind; those of the end, when all servers are killed, included. */
  readonly kinds: Readonly<Record<string, number>>
  /** Operations by name and outcome, and what else is worth a number. */
  readonly counts: Readonly<Record<string, number>>
  /** From the mending of a fault to the next acknowledged write, at most, in milliseconds. */
  readonly longestHealingMs: number
  /** Longest time without an acknowledged write on a server, in milliseconds. */
  readonly longestGapMs: number
}

const TASKS = 3

export interface RoundOptions {
  readonly seed: number
  /** At least. */
  readonly ms: number
  /** What is broken; by default everything that the house has the parts for. */
  readonly breaking?: (options: Parameters<typeof breakThings>[0]) => Promise<void>
  /** Faults without which a round shows nothing. */
  readonly atLeast?: number
  /** How far the servers' clocks are moved, to and fro, in milliseconds. */
  readonly clockSpreadMs?: number
}

/** A round in which too little happens for so long ends, and says so. */
const LONGEST_MS = 240_000
/** What is cut off heals within this time once the wire is whole. */
const HEALED_MS = 30_000
const ENOUGH = [
  ['message.post ok', 80],
  ['task.claim ok', 8],
  ['task.release ok', 5],
  ['board.edit ok', 80],
  ['case.read ok', 40],
] as const

export async function runRound(
  house: House,
  { people, leaving, pulses: pulseDevices }: Cast,
  { seed, ms, breaking = breakThings, atLeast = 6, clockSpreadMs = 0 }: RoundOptions,
): Promise<RoundReport> {
  const begunAt = Date.now()
  const drawing = (from: number) => {
    const random = createRandom(from)
    return (below: number) => Math.floor(random() * below)
  }
  const draw = drawing(seed)
  const recorder = createRecorder(() => performance.now())
  const faults: Fault[] = []
  const signedOutBefore = house.signedOut.length
  const unsettled: string[] = []
  const opener = people[0]!.desk.client
  const devices = people.flatMap(({ desk, phone }) => [desk, phone])

  const caseId = await caseOf(
    opener,
    [...people.slice(1).map(({ desk }) => desk), leaving.desk, pulseDevices[0]].map(({ client }) => client),
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
    openDocument(device.client, device.url, caseBoardDocName(caseId))
  const writers = people.map(({ desk, phone }, index) =>
    createBoardWriter({
      board: boardOf(index % 2 ? phone : desk),
      recorder,
      accountId: desk.client.account!.id,
      index,
      draw: drawing(seed + 100 + index),
    }),
  )
  const removal = await createRemoval({ by: people[0]!, leaving, caseId, recorder })
  const pulses = pulseDevices.map((device) => createPulse(device, caseId, recorder))
  const until = async (what: string, holds: () => boolean | Promise<boolean>, limit = SETTLE_MS) => {
    const end = performance.now() + limit
    while (!(await holds())) {
      if (performance.now() > end) return void unsettled.push(`${what} did not come about`)
      await wait(50)
    }
  }
  await until('every board on line', () => writers.every(({ board }) => board.state.connection === 'online'))

  const workers = people.map(({ desk, phone }, index) =>
    createWorker({
      ...{ desk: desk.client, phone: phone.client, caseId, tasks, recorder },
      draw: drawing(seed + 200 + index),
    }),
  )
  const ending = new AbortController()
  const over = ending.signal
  const healed = new AbortController()
  const beating = Promise.all(pulses.map((pulse) => pulse.run(healed.signal)))
  const from = performance.now()
  await Promise.all([
    ...workers.flatMap((worker) => [worker.post(over), worker.takeTasks(over), worker.look(over)]),
    ...writers.map(async (writer) => {
      while (!over.aborted) {
        writer.edit()
        await wait(30 + draw(250))
      }
    }),
    removal.run(over, ms / 2),
    // Drawn apart from what people do: the same faults come in the same order, whatever the machine has time for.
    breaking({ house, draw: drawing(seed), signal: over, onFault: (fault) => faults.push(fault) }),
    (async () => {
      // On a slow machine it takes longer for enough to happen.
      while (
        performance.now() < from + ms ||
        !(isEnough(recorder.operations()) && faults.length >= atLeast && removal.isDone)
      ) {
        await wait(200)
        if (performance.now() < from + LONGEST_MS) continue
        unsettled.push('too little came about, since something stands still')
        break
      }
      ending.abort()
    })(),
  ])

  if (!(await decidedAll(Promise.all(workers.map((worker) => worker.settled())), recorder)))
    unsettled.push(...undecided(recorder, devices))
  for (const [index, writer] of writers.entries())
    if (!(await writer.settled(SETTLE_MS)))
      unsettled.push(`board ${index} is not saved: ${told(writer.board)}`)

  // What was broken last has its time too; what is not well by then has not healed.
  const end = performance.now() + HEALED_MS
  while (healingsOf(faults, pulses).some(({ ms }) => ms === Infinity) && performance.now() < end)
    await wait(100)
  healed.abort()
  await beating
  const healings = healingsOf(faults, pulses)

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
      C4: checkAccess({ ...removal.told(), operations }),
      C5: [
        ...checkRecord({ operations: commands, changes, after: before, mayChangeNothing: ['task.claim'] }),
        ...checkReads({
          operations: reads,
          recorded: await readsOnRecord(reader!.client, caseId),
          span: { from: begunAt - clockSpreadMs, to: Date.now() + clockSpreadMs },
        }),
        ...(await verifyChain(house.nodes[0].dataFolder)),
      ],
      settling: [...unsettled, ...house.signedOut.slice(signedOutBefore)],
      healing: healings
        .filter(({ ms }) => ms > HEALED_MS)
        .map(
          ({ fault, node, ms }) => `server ${node} took ${ms} ms to take writes again after: ${fault.kind}`,
        ),
    },
    faults,
    kinds: countBy([...faults.map(({ kind }) => kind), 'server killed', 'server killed'], (kind) => kind),
    longestHealingMs: Math.max(0, ...healings.map(({ ms }) => ms)),
    longestGapMs: Math.max(...pulses.map(longestGap)),
    counts: {
      ...countBy(operations, ({ name, outcome }) => `${name} ${outcome}`),
      changes: changes.length,
      'boards refused': writers.reduce((sum, { refusals }) => sum + refusals, 0),
    },
  }
  removal.close()
  for (const one of opened) one.close()
  await Promise.all([...writers.map(({ board }) => board.destroy()), fresh.destroy()])
  return report
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
