/** Several want each task: eight people press at once, on both nodes, while servers and the engine are killed. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { CommandInput } from '@colloque/contract'
import type { StreamName } from '@colloque/domain'
import {
  checkRecord,
  checkTasks,
  createRandom,
  createRecorder,
  type Operation,
  type Recorded,
  type ToldChange,
} from '@colloque/history'
import type { ColloqueClient } from '@colloque/sdk'
import { caseOf } from '../sdk/test-clients.ts'
import { breakThings, type Fault } from './chaos.ts'
import { changesOf, taskStatesIn, toldOf } from './evidence.ts'
import type { Pair } from './round.ts'
import type { House } from './house.ts'

export interface ContestReport {
  /** A sentence for each promise that was broken, by its checker. */
  readonly violations: Record<'C3' | 'C5' | 'undecided' | 'unclaimed', readonly string[]>
  readonly faults: readonly Fault[]
  readonly counts: Readonly<Record<string, number>>
}

type Act = 'task.claim' | 'task.release'

/** Attempts of one command, over both nodes, before it counts as undecided. */
const ATTEMPTS = 60
/** Tasks that somebody has a hand out for at a time. */
const HANDS = 6
const FAULTS = {
  kinds: ['server killed', 'engine killed', 'client cut off'],
  first: ['server killed'],
  pauseMs: 4_000,
} as const

export async function runContest(
  house: House,
  people: readonly Pair[],
  { seed, tasks: count }: { readonly seed: number; readonly tasks: number },
): Promise<ContestReport> {
  const random = createRandom(seed)
  const draw = (below: number) => Math.floor(random() * below)
  const recorder = createRecorder(() => performance.now())
  const faults: Fault[] = []
  const opener = people[0]!.desk.client

  const caseId = await caseOf(
    opener,
    people.slice(1).map(({ desk }) => desk.client),
  )
  const stream: StreamName = `case:${caseId}`
  const tasks = await createTasks(people, caseId, count)
  const { head: before } = await opener.api.query('streamChanges', { stream }, { since: 0 })

  /** Sent under one id, now to this node and now to that one, until it is decided. */
  async function decide<Name extends Act>({ desk, phone }: Pair, name: Name, input: object, taskId: string) {
    const commandId = randomUUID()
    const what = { client: desk.client.account!.id, name, key: taskId, commandId, value: input }
    const attempt = ({ api }: ColloqueClient): Promise<Recorded<ToldChange>> =>
      recorder.run(what, async () =>
        toldOf(await api.command(name, { commandId, taskId, ...input } as CommandInput<Name>)),
      )
    const devices = draw(2) === 0 ? [phone, desk] : [desk, phone]
    for (let attempts = 1; ; attempts++) {
      const recorded = await attempt(devices[attempts % 2]!.client)
      if (recorded.outcome !== 'info' || attempts === ATTEMPTS) return recorded
      await wait(50 + draw(400))
    }
  }

  /** Goes through half of the tasks in nearly the same order as everybody; who wins gives some back to the next. */
  async function fight(pair: Pair): Promise<void> {
    const ahead = jostled(
      tasks.filter(() => draw(2) === 0),
      draw,
    )
    const hand = async () => {
      for (let taskId = ahead.shift(); taskId !== undefined; taskId = ahead.shift()) {
        const { outcome } = await decide(pair, 'task.claim', {}, taskId)
        if (outcome === 'ok' && draw(3) === 0)
          await decide(pair, 'task.release', { reason: 'À un autre' }, taskId)
      }
    }
    await Promise.all(Array.from({ length: HANDS }, hand))
  }

  const ending = new AbortController()
  const onFault = (fault: Fault) => faults.push(fault)
  const breaking = breakThings({ house, draw, signal: ending.signal, ...FAULTS, onFault })
  await Promise.all(people.map(fight))
  ending.abort()
  await breaking

  // What a node held in memory alone would be gone now.
  await Promise.all(house.nodes.map((node) => node.kill()))
  await house.nodes[0].start()
  await house.nodes[1].start()
  const changes = (await changesOf(opener, stream)).filter(({ seq }) => seq > before)
  const operations = recorder.operations()
  const states = taskStatesIn(changes)
  const undecided = operations.filter(
    ({ outcome, commandId }) =>
      outcome === 'info' && !operations.some((one) => one.commandId === commandId && one.outcome !== 'info'),
  )
  const wanted = new Set(operations.map(({ key }) => key))
  const claimed = new Set(states.map(({ taskId }) => taskId))
  return {
    violations: {
      C3: checkTasks({ operations, states }),
      C5: checkRecord({ operations, changes, after: before, mayChangeNothing: ['task.claim'] }),
      undecided: undecided.map(({ name, commandId }) => `${name} ${commandId}`),
      unclaimed: tasks.filter((taskId) => !claimed.has(taskId) && wanted.has(taskId)),
    },
    faults,
    counts: { ...countByOutcome(operations), changes: changes.length, faults: faults.length },
  }
}

async function createTasks(people: readonly Pair[], caseId: string, count: number): Promise<string[]> {
  const made: string[] = []
  const create = async ({ desk }: Pair, from: number) => {
    for (let number = from; number < count; number += people.length) {
      // The outbox goes on where a server has too much to do.
      made.push((await desk.client.outbox.send('task.create', { caseId, title: `Tâche ${number}` })).data.id)
    }
  }
  await Promise.all(people.map(create))
  return made
}

/** The same things, each at most a few places from where it was. */
function jostled<T>(things: readonly T[], draw: (below: number) => number): T[] {
  const order = things.map((thing, place) => ({ thing, place: place + draw(24) }))
  return order.sort((one, other) => one.place - other.place).map(({ thing }) => thing)
}

function countByOutcome(operations: readonly Operation[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { name, outcome, result } of operations) {
    const code = outcome === 'ok' ? '' : ` ${(result as { code?: string } | undefined)?.code ?? 'unknown'}`
    const key = `${name} ${outcome}${code}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}
