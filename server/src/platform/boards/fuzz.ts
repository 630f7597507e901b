import { createHash } from 'node:crypto'
import { PerformanceObserver } from 'node:perf_hooks'
import { addCard, readCardOf } from '@colloque/board'
import { createRandom } from '@colloque/history'
import * as Y from 'yjs'
import { StockClient, startTestNode, until } from './board-test-server.ts'
import type { TestEngine, TestNode } from './board-test-server.ts'
import { RECORDED_ACCOUNT, mutate, recordSessions } from './fuzz-frames.ts'
import type { Corpus, FrameKind } from './fuzz-frames.ts'
import { RawClient } from './raw-client.ts'

/** One thing the server did with what a client sent, without the collections of garbage in it. */
export interface Handled {
  readonly what: 'frame' | 'change'
  readonly ms: number
  /** Length of the frame or update, and its first bytes, as hex. */
  readonly length: number
  readonly hex: string
}

export interface FuzzReport {
  readonly seed: number
  /** Of the recorded frames: two runs with the same seed and the same hash send the same. */
  readonly corpus: string
  readonly frames: number
  readonly connections: number
  /** How often a connection was closed with a code. */
  readonly closes: Readonly<Record<number, number>>
  /** The longest, first. */
  readonly slowest: readonly Handled[]
  /** Bytes of live heap after a tenth of the frames and at the end; the same where collection cannot be asked for. */
  readonly heap: readonly [early: number, late: number]
  /** What should not have happened; empty when all is well. */
  readonly faults: readonly string[]
}

/** Frames on one document before the next one is taken: a full document refuses everything. */
const FRAMES_A_DOCUMENT = 2_000
const FRAMES_A_CONNECTION = 40
/** Milliseconds that one frame may keep the event loop. */
const MOST_MS = 100
const MOST_GROWTH = 150 << 20

const caseOf = (index: number) => `case/0192f3c0-0000-7000-8000-${index.toString(16).padStart(12, '0')}`

/**
 * Sends mutated frames of real sessions to a real server in this process.
 * @param progress is told how many frames were sent, now and then
 */
export async function fuzzBoards(
  engine: TestEngine,
  { frames, seed, progress }: { frames: number; seed: number; progress?: (sent: number) => void },
): Promise<FuzzReport> {
  const watch = new StallWatch()
  const node = await startTestNode(engine, {
    onHandled: watch.handled,
    limits: {
      ...{ refusalFrames: 0, framesPerSecond: 1e9, framesBurst: 1e9, bytesPerSecond: 1e12, bytesBurst: 1e12 },
      ...{ connectionsPerAccount: 10_000, idleMs: 2_000 },
    },
  })
  const faults: string[] = []
  try {
    const corpus = await recordSessions(node.url, `${caseOf(0)}/board`, `${caseOf(0)}/plan`)
    const bystander = await bystanderIn(node, `${caseOf(1)}/board`)
    const quiet = await stateOf(node, `${caseOf(1)}/board`)
    const attack = new Attack(node, corpus, createRandom(seed))
    let early = liveHeap()
    let isWarm = false
    while (attack.sent < frames) {
      await attack.oneDocument(Math.min(FRAMES_A_DOCUMENT, frames - attack.sent))
      progress?.(attack.sent)
      if (!isWarm && attack.sent * 10 >= frames) {
        early = liveHeap()
        isWarm = true
      }
    }
    if (Buffer.compare(quiet, await stateOf(node, `${caseOf(1)}/board`)) !== 0)
      faults.push('another document has changed')
    if (bystander.closes.length > 0) faults.push(`a bystander was closed with ${bystander.closes.join()}`)
    bystander.destroy()
    faults.push(...(await stillServes(node, attack.documents.slice(-2))))
    const slowest = await watch.slowest()
    if (slowest[0] && slowest[0].ms > MOST_MS) faults.push(`one frame took ${slowest[0].ms} ms`)
    const heap = [early, liveHeap()] as const
    if (heap[1] - heap[0] > MOST_GROWTH) faults.push(`the heap grew by ${(heap[1] - heap[0]) >> 20} MiB`)
    const hash = createHash('sha256')
    for (const recorded of [...corpus.board, ...corpus.plan]) hash.update(recorded)
    return {
      ...{ seed, frames: attack.sent, connections: attack.connections, closes: attack.closes },
      ...{ corpus: hash.digest('hex').slice(0, 16), slowest, heap, faults },
    }
  } finally {
    watch.stop()
    await node.stop()
  }
}

/** A malicious member who has recorded sessions at hand. */
class Attack {
  readonly closes: Record<number, number> = {}
  readonly documents: string[] = []
  sent = 0
  connections = 0
  readonly #node: TestNode
  readonly #corpus: Corpus
  readonly #random: () => number

  constructor(node: TestNode, corpus: Corpus, random: () => number) {
    this.#node = node
    this.#corpus = corpus
    this.#random = random
  }

  async oneDocument(frames: number): Promise<void> {
    const kind: FrameKind = this.#random() < 0.5 ? 'board' : 'plan'
    const document = `${caseOf(this.documents.length + 2)}/${kind}`
    this.documents.push(document)
    for (const end = this.sent + frames; this.sent < end;) await this.#oneConnection(document, kind)
  }

  /** A session played from its start, with mutated frames in between; some of them of the other kind's session. */
  async #oneConnection(document: string, kind: FrameKind): Promise<void> {
    const client = await new RawClient(this.#node.url, document, RECORDED_ACCOUNT).ready()
    this.connections += 1
    const session = this.#corpus[kind]
    let next = Math.floor(this.#random() * 3) * Math.floor(this.#random() * session.length)
    for (let count = 0; count < FRAMES_A_CONNECTION && client.closeCode === 0; count += 1) {
      const other = this.#corpus[kind === 'board' ? 'plan' : 'board']
      const isPlayed = this.#random() < 0.4
      const made = isPlayed
        ? session[next++ % session.length]!
        : mutate(this.#random() < 0.9 ? session : other, this.#random)
      client.send(made)
      this.sent += 1
      if (!isPlayed) await client.heard()
    }
    await client.heard()
    if (client.closeCode > 0) this.closes[client.closeCode] = (this.closes[client.closeCode] ?? 0) + 1
    client.destroy()
  }
}

async function bystanderIn(node: TestNode, document: string): Promise<StockClient> {
  const client = await new StockClient(node.url, document, 'anna').synced()
  addCard(client.doc, { id: 'quiet', column: 'needs', title: 'Quiet', by: 'anna', at: new Date(0) })
  await until(() => client.saved >= 3)
  return client
}

const stateOf = async (node: TestNode, document: string) =>
  Buffer.from(Y.encodeStateAsUpdate(await node.boards.read(document)))

/** Whether stock clients edit together as if nothing had been. @returns what went wrong */
async function stillServes(node: TestNode, documents: readonly string[]): Promise<string[]> {
  const faults: string[] = []
  for (const document of documents) {
    const [one, two] = [
      new StockClient(node.url, document, 'anna'),
      new StockClient(node.url, document, 'ben'),
    ]
    try {
      await Promise.all([one.synced(), two.synced()])
      if (document.endsWith('/plan')) continue
      addCard(one.doc, { id: 'after', column: 'needs', title: 'After', by: 'anna', at: new Date(0) })
      await until(() => readCardOf(two.doc, 'after') !== undefined && one.saved >= 3)
    } catch {
      faults.push(`${document} serves no longer`)
    } finally {
      one.destroy()
      two.destroy()
    }
  }
  return faults
}

/** Measures what single frames cost, and takes out the collections of garbage that fell into them. */
class StallWatch {
  readonly #kept: (Handled & { readonly end: number })[] = []
  readonly #pauses: { readonly start: number; readonly end: number }[] = []
  readonly #observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      if (duration > 1) this.#pauses.push({ start: startTime, end: startTime + duration })
  })

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] })
  }

  #worked = process.threadCpuUsage()

  /** A frame took no more than this thread has worked since the one before, however long others kept the processor. */
  readonly handled = (what: 'frame' | 'change', wall: number, bytes: Uint8Array): void => {
    const { user, system } = process.threadCpuUsage(this.#worked)
    this.#worked = process.threadCpuUsage()
    const ms = Math.min(wall, (user + system) / 1e3)
    if (ms < 5) return
    const hex = Buffer.from(bytes.subarray(0, 200)).toString('hex')
    this.#kept.push({ what, ms, length: bytes.length, hex, end: performance.now() })
  }

  async slowest(): Promise<Handled[]> {
    // Observers are told in a later turn.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return this.#kept
      .map(({ end, ms, ...rest }) => ({ ...rest, ms: ms - this.#pausedIn(end - ms, end) }))
      .sort((one, other) => other.ms - one.ms)
      .slice(0, 5)
  }

  stop(): void {
    this.#observer.disconnect()
  }

  #pausedIn(start: number, end: number): number {
    let sum = 0
    for (const pause of this.#pauses)
      sum += Math.max(0, Math.min(end, pause.end) - Math.max(start, pause.start))
    return sum
  }
}

function liveHeap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
