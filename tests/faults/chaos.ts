import { setTimeout as wait } from 'node:timers/promises'
import type { CuttableProxy } from '../sdk/cuttable-proxy.ts'
import type { House, NodeIndex } from './house.ts'

/** Something that was broken and mended. Times are performance.now(). */
export interface Fault {
  readonly kind: FaultKind
  /** The server it was done to; undefined where it struck both. */
  readonly node: NodeIndex | undefined
  readonly from: number
  /** When it was mended: what is not well soon after it has not healed. */
  readonly to: number
}

/** Each kind with how often it comes, for one time that the rarest comes. */
const WEIGHTS = {
  'server killed': 6,
  'engine killed': 3,
  'Redis killed': 2,
  'Redis flushed': 1,
  'client cut off': 2,
  'client left hanging': 1,
  'server frozen': 1,
  'database cut off': 1,
  'database left hanging': 1,
  'Redis cut off': 1,
  'Redis left hanging': 1,
} as const
type ChaosKind = keyof typeof WEIGHTS
export type FaultKind = ChaosKind | 'clock jumped'

/** Times that a supervisor starts a server before it gives up. */
const STARTS = 3

type Breaking = (node: NodeIndex) => Promise<Omit<Fault, 'kind'> | undefined>

/** Breaks things, one after the other, as the drawn numbers say; all of it is mended when it ends. */
export async function breakThings(options: {
  readonly house: House
  readonly draw: (below: number) => number
  readonly signal: AbortSignal
  /** Between two faults, at least, and at most so much again besides. */
  readonly pauseMs?: number
  /** Kinds to do; by default all that the house has the parts for. */
  readonly kinds?: readonly ChaosKind[]
  /** What comes before all others, in any order. */
  readonly first?: readonly ChaosKind[]
  /** Told when it is mended. */
  readonly onFault: (fault: Fault) => void
}): Promise<void> {
  const { house, draw, signal, pauseMs = 600, first = [], onFault } = options
  const now = () => performance.now()

  const killServer: Breaking = async (index) => {
    const node = house.nodes[index]
    const from = now()
    await node.kill()
    await wait(draw(1_000))
    await startAgain(node)
    return { node: index, from, to: now() }
  }

  const killEngine: Breaking = async () => {
    const pid = await house.nodes[0].enginePid()
    // It may have ended before, or be on its way up again.
    if (pid === undefined || !signalled(pid, 'SIGKILL')) return undefined
    return { node: undefined, from: now(), to: now() }
  }

  const killRedis: Breaking = async () => {
    const from = now()
    await house.redis?.kill()
    await wait(draw(3_000))
    await house.redis?.start()
    return { node: undefined, from, to: now() }
  }

  const flushRedis: Breaking = async () => {
    const from = now()
    await house.redis?.flush()
    return { node: undefined, from, to: now() }
  }

  /** Stands still with all that it holds, and goes on as if no time had passed. */
  const freeze: Breaking = async (index) => {
    const pid = house.nodes[index].pid()
    const from = now()
    if (pid === undefined || !signalled(pid, 'SIGSTOP')) return undefined
    await wait(500 + draw(3_500))
    signalled(pid, 'SIGCONT')
    return { node: index, from, to: now() }
  }

  const damage =
    (wireOf: (node: NodeIndex) => CuttableProxy | undefined, how: 'cut' | 'hang', mostMs: number, at?: 1) =>
    async (drawn: NodeIndex) => {
      const node = at ?? drawn
      const wire = wireOf(node)
      const from = now()
      if (!wire) return undefined
      wire[how]()
      await wait(draw(mostMs))
      wire.restore()
      return { node, from, to: now() }
    }

  const anyWire = () => house.wires[draw(house.wires.length)]
  const ways: Record<ChaosKind, Breaking> = {
    'server killed': killServer,
    'engine killed': killEngine,
    'Redis killed': killRedis,
    'Redis flushed': flushRedis,
    'client cut off': damage(anyWire, 'cut', 1_500),
    'client left hanging': damage(anyWire, 'hang', 4_000),
    'server frozen': freeze,
    'database cut off': damage(() => house.databaseWire, 'cut', 3_000, 1),
    'database left hanging': damage(() => house.databaseWire, 'hang', 6_000, 1),
    'Redis cut off': damage((node) => house.redisWires[node], 'cut', 3_000),
    'Redis left hanging': damage((node) => house.redisWires[node], 'hang', 6_000),
  }
  const { kinds = kindsFor(house) } = options
  const running = new Map<string, Promise<void>>()
  /** What is left of the kinds: each comes as often as its weight before any comes again. */
  let left = [...first]
  while (!signal.aborted) {
    await wait(pauseMs + draw(pauseMs), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    if (left.length === 0) left = kinds.flatMap((kind) => Array<ChaosKind>(WEIGHTS[kind]).fill(kind))
    const [kind] = left.splice(draw(left.length), 1) as [ChaosKind]
    const node = draw(2) as NodeIndex
    // Several may be under way, of one place one: what is dead is not killed again.
    const place = placeOf(kind, node)
    await running.get(place)
    const work = ways[kind](node).then((fault) => fault && onFault({ kind, ...fault }))
    running.set(place, work)
    work.catch(() => undefined)
  }
  await Promise.all(running.values())
}

function kindsFor({ redis, databaseWire }: House): ChaosKind[] {
  return (Object.keys(WEIGHTS) as ChaosKind[]).filter(
    (kind) => (redis || !kind.startsWith('Redis')) && (databaseWire || !kind.startsWith('database')),
  )
}

function placeOf(kind: ChaosKind, node: NodeIndex): string {
  if (kind.startsWith('server')) return `server ${node}`
  if (kind === 'Redis cut off' || kind === 'Redis left hanging') return `Redis wire ${node}`
  return kind.split(' ')[0] ?? kind
}

/** As a supervisor does: what is broken meanwhile may end a server that is only starting. */
async function startAgain({ start, kill }: House['nodes'][number]): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start()
    } catch (error) {
      if (attempt === STARTS) throw error
      await kill()
    }
  }
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** One line for each fault, with seconds since the first one began. */
export function toldFaults(faults: readonly Fault[]): string {
  const began = Math.min(...faults.map(({ from }) => from))
  const seconds = (at: number) => ((at - began) / 1_000).toFixed(2)
  return faults
    .map(({ kind, node, from, to }) =>
      `+${seconds(from)} to ${seconds(to)} s ${kind} ${node ?? ''}`.trimEnd(),
    )
    .join('\n')
}
