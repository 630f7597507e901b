import { DomainError, type StreamName } from '@colloque/domain'
import { createChangeLogOn } from '../change-log.ts'
import { commandEntityId } from '../ids.ts'
import type { Stores } from '../ports.ts'
import { sleep, type Timings } from '../timings.ts'
import type { ChangeLog, Decide, ProjectionDefinition, ReactorDefinition } from '../types.ts'
import type { Attempt, History } from './history.ts'
import { createMemoryStores, type MemoryDatabase } from './memory-stores.ts'
import { createUnreliableStores, type Fault, type Link } from './unreliable-stores.ts'

const QUICK: Timings = {
  lookMs: 50,
  pollMs: 50,
  jitterMs: 16,
  busyMs: 400,
  appendMs: 100,
  unknownMs: 600,
  retryMs: 10,
  projectMs: 20,
  quietMs: 150,
  deadMs: 150,
  leaseMs: 400,
  forgetMs: 900,
}

export interface Note {
  readonly text: string
  /** How many commands have touched it. */
  readonly count: number
}

/** What a command of the tests does to the note that the command `target` made. */
export type Deed = 'make' | 'touch' | 'erase'

export interface Sending {
  readonly deed: Deed
  readonly stream: StreamName
  readonly by: string
  readonly commandId: string
  readonly text: string
  /** Id of the note to touch or erase. */
  readonly target: string
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const notes: ProjectionDefinition = {
  name: 'notes',
  types: ['note'],
  toDocument: ({ after }) => ({ count: (after as Note).count }),
}

interface Life {
  readonly log: ChangeLog
  readonly link: Link
  readonly started: Promise<void>
}

/** Several nodes on one database, each behind a link of its own that fails as planned. */
export function createCluster(options: {
  database: MemoryDatabase
  nodes: readonly string[]
  reactors?: readonly ReactorDefinition[]
  /** Puts a fault into the store itself. */
  spoil?: (stores: Stores) => Stores
  heldStreams?: number
}) {
  const { database, nodes, spoil = (stores) => stores, reactors = [] } = options
  const history: History = { attempts: [], heard: [] }
  const lives = new Map<string, Life>()
  const names = new Map<string, string>()
  const answers: Promise<unknown>[] = []
  // Jitter without chance, so that a failure can be run again.
  let draws = 0
  const random = (): number => ((draws += 7) % 16) / 16

  function start(node: string, plan: Fault[] = []): void {
    const link: Link = { plan, cut: false }
    const stores = createUnreliableStores(spoil(createMemoryStores(database)), link)
    const clock = (): Date => new Date()
    const settings = {
      node: names.get(node) ?? node,
      clock,
      projections: [notes],
      reactors,
      logger: silent,
      timings: QUICK,
      random,
      snapshotEvery: 3,
    }
    const log = createChangeLogOn(stores, { ...settings, heldStreams: options.heldStreams ?? 2 })
    const heard: History['heard'][number] = []
    history.heard.push(heard)
    log.onChange((change) => {
      if (!link.cut) heard.push(change)
    })
    lives.set(node, { log, link, started: startUntilItWorks(log, link) })
  }

  async function startUntilItWorks(log: ChangeLog, link: Link): Promise<void> {
    while (!link.cut) {
      try {
        return await log.start()
      } catch {
        await sleep(20)
      }
    }
  }

  for (const node of nodes) start(node)

  return {
    history,

    /** Sends a command to a node; a dead life never answers. */
    send(node: string, sending: Sending): void {
      const { log, link, started } = lives.get(node) as Life
      const { stream, by, commandId, text } = sending
      const target = sending.deed === 'make' ? noteOf(by, commandId) : sending.target
      const attempt: Attempt = {
        stream,
        by,
        commandId,
        input: text,
        target,
        deed: sending.deed,
        sentAt: Date.now(),
      }
      history.attempts.push(attempt)
      const command = { stream, by, commandId, input: text, decide: decide(sending) }
      const answer = started
        .then(() => log.execute(command))
        .then((appended) => ({ ok: true as const, appended }))
        .catch((error: unknown) => ({
          ok: false as const,
          code: error instanceof DomainError ? error.code : String(error),
        }))
        .then((reply) => {
          if (!link.cut) Object.assign(attempt, { reply, repliedAt: Date.now() })
        })
      answers.push(Promise.race([answer, untilCut(link)]))
    },

    disturb(node: string, plan: readonly Fault[]): void {
      lives.get(node)?.link.plan.push(...plan)
    },

    /**
     * Ends a life in the middle of whatever it does, and starts the next one.
     * @param comesBack under its own name; otherwise another node takes its place, and the dead one's marks stay
     */
    crash(node: string, comesBack: boolean, plan: readonly Fault[] = []): void {
      const life = lives.get(node)
      if (life) life.link.cut = true
      if (!comesBack) names.set(node, `${node}-${names.size}-${history.heard.length}`)
      start(node, [...plan])
    },

    log: (node: string): ChangeLog => (lives.get(node) as Life).log,

    /** The streams that a node holds without their latest changes, once it has come to rest. */
    behind(): string[] {
      return [...lives].flatMap(([node, { log }]) =>
        [...new Set(database.changes.map((change) => change.stream))]
          .filter((stream) => {
            const head = database.changes.filter((change) => change.stream === stream).length
            return (log.cachedFold(stream)?.seq ?? head) < head
          })
          .map((stream) => `${node} holds ${stream} without its latest changes`),
      )
    },

    /** Heals every link and lets the nodes come to rest. */
    async rest(): Promise<void> {
      for (const { link } of lives.values()) link.plan.length = 0
      await Promise.all([...lives.values()].map((life) => life.started))
      await Promise.all(answers)
      // Long enough for a survivor to take a dead node's streams for its own.
      await sleep(QUICK.forgetMs * 3)
    },

    async stop(): Promise<void> {
      await Promise.all([...lives.values()].map(({ log }) => log.stop()))
      for (const { link } of lives.values()) link.cut = true
    },
  }
}

async function untilCut(link: Link): Promise<void> {
  while (!link.cut) await sleep(100)
}

function decide({ deed, target, text }: Sending): Decide {
  return (fold, { newId }) => {
    if (deed === 'make') {
      const id = newId(0)
      const held = fold.get<Note>('note', id)
      return {
        kind: 'note.made',
        entities: [{ type: 'note', id, after: { text, count: (held?.after?.count ?? 0) + 1 } }],
      }
    }
    const note = fold.get<Note>('note', target)
    if (!note?.after) throw new DomainError('not_found')
    if (deed === 'erase')
      return { kind: 'note.erased', entities: [{ type: 'note', id: target, after: null }] }
    if (note.after.text === text) return { unchanged: { type: 'note', id: target } }
    return {
      kind: 'note.touched',
      entities: [{ type: 'note', id: target, after: { text, count: note.after.count + 1 } }],
    }
  }
}

export const noteOf = (by: string, commandId: string): string => commandEntityId(by, commandId, 0)
