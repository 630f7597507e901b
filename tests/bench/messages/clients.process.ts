/** The clients of the measures of messages, all in one process: they post, and note when each message has arrived. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { serveRemote } from '../lib/remote.ts'
import { quantile } from '../lib/statistics.ts'
import { openLine, type Line } from './line.ts'

export interface Room {
  /** Id of a case, or name of a room. */
  readonly id: string
  /** The last change that its clients know. */
  readonly seq: number
  readonly clients: readonly { readonly url: string; readonly token?: string }[]
  /** How many of them, the first, listen; all by default. The others post only. */
  readonly listeners?: number
}
export interface ConnectOrder {
  readonly dialect: 'bare' | 'ours'
  readonly rooms: readonly Room[]
  /** Connections under way at a time. */
  readonly atOnce: number
}
export interface RateOrder {
  /** Messages a second, over all rooms. */
  readonly rate: number
  readonly seconds: number
}
export interface SaturationOrder {
  /** Messages under way in each room. */
  readonly inFlight: number
  readonly seconds: number
}
export interface ClaimOrder {
  /** Ids of free tasks of the first room. */
  readonly tasks: readonly string[]
  /** Who press at once on each. */
  readonly rivals: number
  /** Tasks contested at a time. */
  readonly atOnce: number
}

interface Flight {
  readonly sentAt: number
  /** Clients that have not got it yet. */
  left: number
  /** After so many ms the last client had it. */
  arrived: number
  answered: boolean
  readonly done: (arrived: number) => void
}
interface Hall {
  readonly id: string
  readonly lines: readonly Line[]
  readonly listeners: number
}

const TEXT = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin'
const MARK = ';n='
const DIGITS = 7
const OK = '[{"ok":true'
/** A message that is not everywhere after so long is lost, and the measure with it. */
const LOST_MS = 10_000

let dialect: ConnectOrder['dialect'] = 'bare'
let halls: Hall[] = []
let sent = 0
const flights = new Map<number, Flight>()
let broken: Error | undefined

function fail(reason: string): void {
  broken ??= new Error(reason)
}

function onEvent(bytes: Buffer): void {
  const at = bytes.indexOf(MARK)
  if (at < 0) return
  let n = 0
  for (let i = at + MARK.length; i < at + MARK.length + DIGITS; i += 1) n = n * 10 + (bytes[i] as number) - 48
  const flight = flights.get(n)
  if (!flight) return
  flight.left -= 1
  if (flight.left > 0) return
  flight.arrived = performance.now() - flight.sentAt
  land(n, flight)
}

/** A message is done when it is everywhere and its author was answered. */
function land(n: number, { left, answered, arrived, done }: Flight): void {
  if (left > 0 || !answered) return
  flights.delete(n)
  done(arrived)
}

/** @returns after how many ms the last client had it, once its author was answered as well */
function post(hall: Hall): Promise<number> {
  const n = sent++
  const line = hall.lines[n % hall.lines.length] as Line
  const text = `${TEXT}${MARK}${String(n).padStart(DIGITS, '0')}`
  const id = randomUUID()
  return new Promise((done) => {
    const flight = { sentAt: performance.now(), left: hall.listeners, arrived: 0, answered: false, done }
    flights.set(n, flight)
    const event =
      dialect === 'ours'
        ? ['command', 'message.post', { commandId: id, caseId: hall.id, text }]
        : ['post', { id, caseId: hall.id, text }]
    void line.ask(event).then((answer) => {
      if (!answer.startsWith(OK)) fail(`a post was refused: ${answer.slice(0, 300)}`)
      flight.answered = true
      land(n, flight)
    })
  })
}

async function enter(
  room: Room,
  { url, token }: Room['clients'][number],
  isListening: boolean,
): Promise<Line> {
  const onEnd = (reason: string) => fail(`a connection ended: ${reason}`)
  const line = await openLine({ url, ...(token === undefined ? {} : { token }), onEvent, onEnd })
  if (!isListening) return line
  const since = room.seq
  const answer = await line.ask(
    dialect === 'ours' ? ['subscribe', { stream: `case:${room.id}`, since }] : ['join', room.id],
  )
  if (!answer.startsWith(OK)) throw new Error(`not let in: ${answer.slice(0, 300)}`)
  if (answer.includes('"more":true')) throw new Error('too far behind to listen')
  return line
}

/** Runs some pieces of work, so many at a time. */
async function all(works: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0
  const one = async () => {
    for (let work = works[next++]; work; work = works[next++]) await work()
  }
  await Promise.all(Array.from({ length: atOnce }, one))
}

async function landed(): Promise<void> {
  const end = performance.now() + LOST_MS
  while (flights.size > 0 && performance.now() < end) await wait(5)
  if (flights.size > 0) fail(`${flights.size} messages never arrived everywhere`)
  flights.clear()
  if (broken) throw broken
}

const functions = {
  /** @returns how many ms it took until all were connected, let in and listening */
  connect: async (order: ConnectOrder) => {
    dialect = order.dialect
    const made = order.rooms.map(({ id, clients, listeners = clients.length }) => ({
      id,
      listeners,
      lines: [] as Line[],
    }))
    const began = performance.now()
    await all(
      order.rooms.flatMap((room, i) =>
        room.clients.map((client, n) => async () => {
          made[i]?.lines.push(await enter(room, client, n < (room.listeners ?? Infinity)))
        }),
      ),
      order.atOnce,
    )
    halls = [...halls, ...made]
    return performance.now() - began
  },

  /** Posts at a fixed rate whatever becomes of the ones before, each at a drawn moment of its turn. */
  atRate: async ({ rate, seconds }: RateOrder) => {
    const arrivals: number[] = []
    const began = performance.now()
    for (let n = 0; n < rate * seconds; n += 1) {
      const at = began + ((n + Math.random()) * 1000) / rate
      const left = at - performance.now()
      if (left > 0) await wait(left)
      void post(halls[n % halls.length] as Hall).then((arrived) => arrivals.push(arrived))
    }
    await landed()
    return { p50: quantile(arrivals, 0.5), p95: quantile(arrivals, 0.95), p99: quantile(arrivals, 0.99) }
  },

  /** Keeps so many messages under way in every room. @returns posts that were done, and in how many ms */
  saturate: async ({ inFlight, seconds }: SaturationOrder) => {
    let [posts, deliveries] = [0, 0]
    const began = performance.now()
    const end = began + seconds * 1000
    const keepPosting = async (hall: Hall) => {
      while (performance.now() < end && !broken) {
        await post(hall)
        posts += 1
        deliveries += hall.listeners
      }
    }
    const work = halls.flatMap((hall) => Array.from({ length: inFlight }, () => keepPosting(hall)))
    const lost = wait(seconds * 1000 + LOST_MS, undefined, { ref: false })
    await Promise.race([Promise.all(work), lost])
    const ms = performance.now() - began
    await landed()
    return { posts, deliveries, ms }
  },

  /** Several press at once on each task: one gets it, the others are told who. @returns in how many ms */
  contest: async ({ tasks, rivals, atOnce }: ClaimOrder) => {
    const [hall] = halls
    let turn = 0
    const began = performance.now()
    await all(
      tasks.map((taskId) => async () => {
        const first = (turn += rivals)
        const answers = await Promise.all(
          Array.from({ length: rivals }, (_, i) => {
            const line = hall?.lines[(first + i) % hall.lines.length]
            return line?.ask(['command', 'task.claim', { commandId: randomUUID(), taskId }])
          }),
        )
        const won = answers.filter((answer) => answer?.startsWith(OK)).length
        const told = answers.filter((answer) => answer?.includes('"already_claimed"')).length
        if (won !== 1 || told !== rivals - 1)
          fail(`${won} of ${rivals} won: ${answers.join(' ').slice(0, 400)}`)
      }),
      atOnce,
    )
    if (broken) throw broken
    return performance.now() - began
  },

  disconnect: () => {
    for (const { lines } of halls) for (const line of lines) line.close()
    halls = []
  },
}
export type Clients = typeof functions
serveRemote(functions)
