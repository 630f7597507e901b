/**
 * A model of the server, for the checkers' own test: clients on a lossy network, one log that is durable a moment
 * after it is written, crashes that take what is not. Without a bug it keeps every promise; with one it breaks it.
 */
import type { Change } from '@colloque/domain'
import type { Reading } from '../check-messages.ts'
import type { Delivery } from '../check-access.ts'
import type { TaskState } from '../check-tasks.ts'
import type { HistoryEvent, Outcome } from '../operation.ts'
import { createSimulation } from './simulation.ts'

export const LOG_BUGS = [
  'answers before the write',
  'acknowledges without journal',
  'no deduplication',
  'skips the check of the holder',
  'decides on a stale state',
  'refuses what it writes',
  'numbers by node',
  'answers a retry with another place',
  'a reader misses one',
  'a reader sees two swapped',
  'a reader hears one twice',
  'invents a message',
  'goes on telling the removed',
  'goes on taking from the removed',
] as const
export type LogBug = (typeof LOG_BUGS)[number]

export interface ModelHistory {
  readonly events: readonly HistoryEvent[]
  readonly changes: readonly Change[]
  readonly states: readonly TaskState[]
  readonly readings: readonly Reading[]
  readonly removal: { readonly removed: string; readonly removedAt: number }
  readonly deliveries: readonly Delivery[]
}

interface Sent {
  readonly client: string
  readonly name: 'message.post' | 'task.claim' | 'task.release'
  readonly key: string
  readonly commandId: string
  readonly value: unknown
  readonly operation: number
}

interface Entry extends Sent {
  readonly seq: number
  readonly rev: number
  readonly holder: string | null
  isDurable: boolean
}

type Answer = { readonly type: Outcome; readonly result: unknown }

const STREAM = 'case:model'
const TASKS = ['task-1', 'task-2']
const CLIENTS = ['ada', 'ben', 'cleo', 'removed']
const READERS = ['reader-1', 'reader-2']
const STEPS = 25
const REMOVED_AT = 300
const PATIENCE = 40

export function runModelLog(seed: number, bug?: LogBug): ModelHistory {
  const world = createSimulation(seed)
  const events: HistoryEvent[] = []
  const deliveries: Delivery[] = []
  const readings = READERS.map((reader) => ({ reader, messages: [] as Entry[] }))
  let log: Entry[] = []
  let operations = 0
  /** Raised by a crash: what the dead server had in hand never comes. */
  let life = 0
  let removedAt = Infinity
  const has = (one: LogBug) => bug === one
  const note = (sent: Sent, type: HistoryEvent['type'], result?: unknown) =>
    events.push({ ...sent, type, time: world.now, ...(result === undefined ? {} : { result }) })

  const seqAfter = (client: string): number => {
    if (!has('numbers by node')) return (log.at(-1)?.seq ?? 0) + 1
    const node = CLIENTS.indexOf(client) % 2
    const own = log.filter((entry) => CLIENTS.indexOf(entry.client) % 2 === node)
    return (own.at(-1)?.seq ?? node * 1_000) + 1
  }
  const holderOf = (taskId: string, at = log.length) =>
    log.slice(0, at).findLast(({ key }) => key === taskId)?.holder ?? null

  function decide(sent: Sent): Entry | { code: string; by?: string } {
    const { client, name, key } = sent
    const stale = has('decides on a stale state') ? Math.max(0, log.length - 4) : log.length
    const holder = holderOf(key, stale)
    const isChecked = !has('skips the check of the holder')
    if (name === 'task.claim' && isChecked && holder !== null && holder !== client)
      return { code: 'already_claimed', by: holder }
    if (name === 'task.release' && isChecked && holder !== client) return { code: 'conflict' }
    const rev = log.filter((entry) => entry.key === key && name !== 'message.post').length + 1
    return {
      ...sent,
      seq: seqAfter(client),
      rev,
      holder: name === 'task.claim' ? client : null,
      isDurable: false,
    }
  }

  const toldOf = (entry: Entry) => ({ id: idOf(entry), rev: entry.rev, seq: entry.seq })

  function receive(sent: Sent, answer: (answer: Answer) => void): void {
    // Access first: what was stored before is not told again to somebody who has left.
    if (sent.client === 'removed' && world.now >= removedAt && !has('goes on taking from the removed'))
      return answer({ type: 'fail', result: { code: 'not_found' } })
    const known = log.find((entry) => entry.commandId === sent.commandId)
    if (known && !has('no deduplication')) {
      const moved = has('answers a retry with another place') ? { seq: (log.at(-1)?.seq ?? 0) + 1 } : {}
      const now = life
      const tell = () => now === life && answer({ type: 'ok', result: { ...toldOf(known), ...moved } })
      return known.isDurable ? void tell() : world.after(10, tell)
    }
    const decided = decide(sent)
    const now = life
    if ('code' in decided) {
      // A refusal rests on what may yet be lost: it waits for it as an answer does.
      world.after(8, () => now === life && answer({ type: 'fail', result: decided }))
      return
    }
    log.push(decided)
    const store = () => {
      if (now !== life) return
      decided.isDurable = true
      if (has('refuses what it writes') && world.draw(10) === 0)
        answer({ type: 'fail', result: { code: 'conflict' } })
      else if (!has('answers before the write')) answer({ type: 'ok', result: toldOf(decided) })
    }
    if (has('answers before the write')) answer({ type: 'ok', result: toldOf(decided) })
    world.after(8, store)
  }

  /** Sends until there is an answer, or gives up not knowing. */
  function send(sent: Sent, done: () => void, attempt = 1): void {
    let isOver = false
    const end = (work: () => void) => {
      if (isOver) return
      isOver = true
      work()
    }
    const answer = ({ type, result }: Answer) => {
      if (world.draw(8) === 0) return
      world.after(1 + world.draw(6), () =>
        end(() => {
          // Refused for having left says nothing of the sendings before.
          note(sent, attempt > 1 && isNotFound(result) ? 'info' : type, result)
          // Some ask again, though they know: the answer must be the same.
          if (type === 'ok' && world.draw(10) === 0) sendAgain(sent)
          done()
        }),
      )
    }
    world.after(1 + world.draw(6), () => receive(sent, answer))
    world.after(PATIENCE, () =>
      end(() => {
        if (attempt < 3) return send(sent, done, attempt + 1)
        note(sent, 'info', { code: 'unknown_outcome' })
        done()
      }),
    )
  }

  function sendAgain(sent: Sent): void {
    const again = { ...sent, operation: ++operations }
    note(again, 'invoke')
    receive(again, ({ type, result }) => note(again, type, result))
  }

  function act(client: string, step: number): void {
    if (step === STEPS) return
    const what = world.draw(3)
    const holds = TASKS.find((task) => holderOf(task) === client)
    const name = what === 0 ? 'message.post' : what === 1 && holds ? 'task.release' : 'task.claim'
    const key = name === 'message.post' ? STREAM : (name === 'task.release' && holds) || TASKS[world.draw(2)]!
    const commandId = `${client}-${step}`
    const value = name === 'message.post' ? { text: `Said by ${commandId}` } : {}
    const sent = { client, name, key, commandId, value, operation: ++operations } as const
    note(sent, 'invoke')
    send(sent, () => world.after(world.draw(20), () => act(client, step + 1)))
  }

  function crash(): void {
    life += 1
    const stored = log.filter(({ isDurable }) => isDurable)
    log = has('acknowledges without journal') ? stored.slice(0, -3) : stored
  }

  /** What a reader is told while it follows, in batches. */
  function follow(reader: (typeof readings)[number]): void {
    const fromNowOn = log.filter(({ isDurable, name }) => isDurable && name === 'message.post')
    const fresh = fromNowOn.slice(reader.messages.length)
    if (has('a reader sees two swapped') && fresh.length > 1) fresh.reverse()
    if (has('a reader misses one') && fresh.length > 1) fresh.shift()
    if (has('a reader hears one twice') && fresh[0]) fresh.unshift(fresh[0])
    reader.messages.push(...fresh)
    const isTold = world.now < removedAt || has('goes on telling the removed')
    if (reader === readings[0] && isTold)
      for (const { commandId } of fresh)
        deliveries.push({ to: 'socket', commandId, at: world.now, graceMs: 0 })
    if (world.now < 3_000) world.after(15 + world.draw(60), () => follow(reader))
  }

  for (const client of CLIENTS) world.after(world.draw(20), () => act(client, 0))
  for (const reader of readings) follow(reader)
  for (let at = 60; at < 900; at += 60 + world.draw(120)) world.after(at, crash)
  world.after(REMOVED_AT, () => (removedAt = world.now))
  world.run()

  if (has('invents a message'))
    log.push({
      ...log.at(-1)!,
      seq: log.at(-1)!.seq + 1,
      commandId: 'nobody',
      name: 'message.post',
      key: STREAM,
    })
  return {
    events,
    changes: log.map(changeOf),
    states: log
      .filter(({ name }) => name !== 'message.post')
      .map(({ key, seq, client, holder }) => ({ taskId: key, seq, by: client, holder })),
    readings: readings.map(({ reader, messages }) => ({ reader, messages: messages.map(readOf) })),
    removal: { removed: 'removed', removedAt },
    deliveries,
  }
}

const isNotFound = (result: unknown) => (result as { code?: string }).code === 'not_found'

const idOf = ({ name, key, commandId }: Sent) => (name === 'message.post' ? `message ${commandId}` : key)

const readOf = (entry: Entry) => ({
  id: idOf(entry),
  seq: entry.seq,
  commandId: entry.commandId,
  by: entry.client,
  text: (entry.value as { text?: string }).text ?? '',
})

function changeOf(entry: Entry): Change {
  const { seq, commandId, client: by, name, value, rev } = entry
  const entities = [{ type: name, id: idOf(entry), rev, after: value }]
  return { v: 1, stream: STREAM, seq, commandId, kind: name, by, at: '', entities }
}
