/**
 * What a long conversation costs, on the embedded engine: loading its stream into a fresh node, the snapshot where a
 * client begins, a page of history at its start, middle and end, and the changes after a place:
 * `npm run bench:history -- [messages]`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { MESSAGE_WINDOW } from '@colloque/contract'
import { messageWindow, newMessage, type Message, type StreamName } from '@colloque/domain'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { allMessages, messagePage, threadMessages } from '../../http/message-pages.ts'
import { createChangeLog, type ChangeLog, type Decide } from '../index.ts'
import { CACHE } from './cache-folder.ts'
import { buildCommand, newStream, silent } from './change-log-on-memory.ts'
import { sleep } from '../timings.ts'

const [messages = 50_000] = process.argv.slice(2).map(Number)
const AT_ONCE = 256
const NEVER = 1_000_000_000

const folder = await mkdtemp(join(tmpdir(), 'colloque-history-'))
const engine = await startEmbeddedMongo({ folder, cacheFolder: CACHE })
const connection = await mongoose.createConnection(engine.uri).asPromise()

async function startNode(snapshotEvery = 2_000): Promise<ChangeLog> {
  const settings = { clock: () => new Date(), projections: [], reactors: [], logger: silent, snapshotEvery }
  if (!connection.db) throw new Error('not connected')
  const log = createChangeLog({ db: connection.db, node: randomUUID(), ...settings })
  await log.start()
  return log
}

const TEXT = 'Le pansement a été refait ce matin, la plaie est propre, revoir jeudi avec le médecin.'
const people = Array.from({ length: 8 }, () => randomUUID())

/** One in ten answers another, one in fifty is important and acknowledged by whoever it asked. */
function post(n: number, threads: string[]): Decide {
  return (_, { newId, now }) => {
    const authorId = people[n % people.length] as string
    const asked = people[(n + 1) % people.length] as string
    const id = newId(0)
    const threadId = n % 10 === 9 ? (threads.at(-1) ?? null) : null
    if (threadId === null) threads.push(id)
    const important = n % 50 === 0
    const after: Message = newMessage({
      authorId,
      text: `${TEXT} ${n}`,
      postedAt: now,
      threadId,
      ...(important && {
        urgency: 'important' as const,
        asked: [{ accountId: asked, via: 'name' as const, insteadOf: null }],
        acknowledgements: [{ by: asked, at: now }],
      }),
    })
    return { kind: 'message.posted', entities: [{ type: 'message', id, after }] }
  }
}

async function fill(log: ChangeLog, stream: StreamName): Promise<void> {
  const threads: string[] = []
  for (let n = 0; n < messages; n += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, messages - n) }, (_, i) => n + i)
    await Promise.all(
      batch.map((at) =>
        log.execute(
          buildCommand({ stream, by: people[at % people.length] as string, decide: post(at, threads) }),
        ),
      ),
    )
  }
}

async function timed(what: string, times: number, act: () => unknown): Promise<void> {
  const taken: number[] = []
  let size = 0
  const cpu = process.cpuUsage()
  for (let n = 0; n < times; n++) {
    const start = performance.now()
    const answer = await act()
    taken.push(performance.now() - start)
    size = JSON.stringify(answer)?.length ?? 0
  }
  const { user, system } = process.cpuUsage(cpu)
  taken.sort((a, b) => a - b)
  const median = taken[Math.floor(times / 2)] as number
  const most = taken.at(-1) as number
  process.stdout.write(
    `${what.padEnd(34)} p50 ${median.toFixed(2).padStart(8)} ms, most ${most.toFixed(2).padStart(8)} ms, processor ${((user + system) / 1000 / times).toFixed(2).padStart(8)} ms, ${Math.round(size / 1000)} kB\n`,
  )
}

const stream = newStream()
const writer = await startNode()
const filling = performance.now()
await fill(writer, stream)
await writer.catchUp(stream)
process.stdout.write(`${messages} messages written in ${Math.round(performance.now() - filling)} ms\n`)

/** A node is let go of before the next one loads, or memory would be measured. */
async function timedLoad(what: string, snapshotEvery?: number): Promise<void> {
  const nodes: ChangeLog[] = []
  for (let n = 0; n < 3; n++) nodes.push(await startNode(snapshotEvery))
  await timed(what, nodes.length, async () => {
    const node = nodes.pop()
    const { length } = (await node?.fold(stream))?.inOrder('message').entities ?? []
    await node?.stop()
    return length
  })
}
await timedLoad('cold load, from the first change', NEVER)
const saved = performance.now()
while ((await connection.db?.collection('fold_heads').findOne({ seq: { $gt: messages - 2_000 } })) === null)
  await sleep(20)
const [size] = (await connection.db
  ?.collection('fold_parts')
  .aggregate<{ bytes: number }>([{ $group: { _id: null, bytes: { $sum: { $bsonSize: '$$ROOT' } } } }])
  .toArray()) ?? [{ bytes: 0 }]
process.stdout.write(
  `snapshot there ${Math.round(performance.now() - saved)} ms later, ${Math.round((size?.bytes ?? 0) / 1000)} kB stored\n`,
)
await timedLoad('cold load, from the snapshot')

const fold = await writer.fold(stream)
const order = fold.inOrder<Message>('message')
const readers = people.map((accountId) => ({ accountId, profession: 'nurse' }))
const snapshot = () => messageWindow(order.entities, MESSAGE_WINDOW, readers)
process.stdout.write(`a snapshot for a client has ${snapshot().messages.length} messages\n`)
await timed('snapshot for a client', 50, snapshot)
const page = (position: Parameters<typeof messagePage>[1]) => () =>
  messagePage(allMessages(fold), position, 100)
await timed('page at the start', 200, page({ after: 0 }))
await timed('page around the middle', 200, page({ around: order.entities[messages / 2]?.id ?? '' }))
await timed('page at a moment', 200, page({ at: order.entities[messages / 3]?.createdAt ?? '' }))
await timed('page at the end', 200, page(undefined))
const thread = order.entities[messages / 2]?.after?.threadId ?? order.entities[messages / 2]?.id ?? ''
await timed('page of a thread', 200, () => messagePage(threadMessages(fold, thread), undefined, 100))
await timed('changes since 200 ago', 50, () => writer.changesSince(stream, messages - 200, 200))
await timed('changes since the middle', 20, () => writer.changesSince(stream, messages / 2, 200))
await writer.stop()
await connection.close()
await engine.stop()
await rm(folder, { recursive: true })
