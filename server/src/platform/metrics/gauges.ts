/** What is read off the parts when somebody asks: it costs nothing in between. */
import { statfs } from 'node:fs/promises'
import { Gauge, type Registry } from 'prom-client'
import type { BoardFigures } from '../boards/index.ts'
import type { LogFigures } from '../change-log/index.ts'

/** A part that cannot be asked, or does not say, leaves its gauges as they were. */
export interface Sources {
  isReady(): Promise<boolean>
  databaseAnswers(): Promise<boolean>
  log(): LogFigures
  boards(): BoardFigures
  /** Open socket.io connections. */
  sockets(): number
  /** Folders whose disk is watched, by what they hold: a few fixed words. */
  readonly folders: Readonly<Record<string, string>>
  /** Jobs of this node, with when each last went well here; the start of the process before that. */
  jobs(): ReadonlyMap<string, Date>
  /** Between the servers of the house. `redisAnswers` is undefined where there is no Redis. */
  readonly nodes?: {
    readonly redisAnswers: boolean | undefined
    readonly fence: { readonly isOpen: boolean }
  }
}

/** Asks all of them, at most as often as Prometheus reads. */
export function createGauges(registry: Registry, sources: Sources): { read(): Promise<void> } {
  const gauge = <Label extends string = never>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ) => new Gauge({ name, help, labelNames, registers: [registry] })

  const ready = gauge('colloque_ready', '1 where people may be sent here, as /readyz says')
  const databaseUp = gauge('colloque_database_up', '1 where the database answered within a second')
  const databaseSeconds = gauge('colloque_database_answer_seconds', 'How long it took to answer just now')
  const streams = gauge('colloque_log_streams', 'Streams held in memory')
  const marked = gauge('colloque_log_marked_streams', 'Streams that this node writes or looks after')
  const waiting = gauge('colloque_log_waiting_commands', 'Commands that wait for their turn or their insert')
  const failing = gauge('colloque_log_failing', 'Parts of the log whose store does not answer')
  const projectionWaiting = gauge('colloque_projection_waiting_changes', 'Changes not yet in the lists')
  const projectionLag = gauge(
    'colloque_projection_lag_seconds',
    'Age of the oldest change not yet in the lists',
  )
  const reactorWaiting = gauge('colloque_reactor_waiting_changes', 'Changes that a reactor has not taken', [
    'reactor',
  ])
  const reactorLag = gauge('colloque_reactor_lag_seconds', 'Age of the oldest of them', ['reactor'])
  const documents = gauge('colloque_board_documents', 'Documents held in memory')
  const sockets = gauge('colloque_sockets', 'Open connections', ['kind'])
  const lastSuccess = gauge(
    'colloque_job_last_success_timestamp_seconds',
    'When a job last went well on this node, or when the node started',
    ['job'],
  )
  const free = gauge('colloque_disk_free_bytes', 'Free on the disk of a folder', ['folder'])
  const redis = gauge('colloque_redis_connected', '1 while the link between the nodes stands')
  const fence = gauge('colloque_fence_closed', '1 while this node may neither send nor accept')
  // No sample rather than a wrong one.
  for (const unknown of [redis, fence]) unknown.remove()

  function readLog(): void {
    const figures = sources.log()
    streams.set(figures.streams)
    marked.set(figures.marked)
    waiting.set(figures.waitingCommands)
    failing.set(figures.failing)
    projectionWaiting.set(figures.projection.waiting)
    projectionLag.set(figures.projection.lagMs / 1_000)
    for (const [reactor, { waiting, lagMs }] of Object.entries(figures.reactors)) {
      reactorWaiting.set({ reactor }, waiting)
      reactorLag.set({ reactor }, lagMs / 1_000)
    }
  }

  function readConnections(): void {
    const figures = sources.boards()
    documents.set(figures.documents)
    sockets.set({ kind: 'board' }, figures.connections)
    sockets.set({ kind: 'live' }, sources.sockets())
  }

  async function readDatabase(): Promise<void> {
    const start = performance.now()
    const answers = await sources.databaseAnswers().catch(() => false)
    databaseUp.set(answers ? 1 : 0)
    databaseSeconds.set((performance.now() - start) / 1_000)
    ready.set((await sources.isReady().catch(() => false)) ? 1 : 0)
  }

  async function readDisks(): Promise<void> {
    for (const [folder, path] of Object.entries(sources.folders)) {
      const disk = await statfs(path).catch(() => undefined)
      if (disk) free.set({ folder }, disk.bavail * disk.bsize)
    }
  }

  return {
    read: async () => {
      readLog()
      readConnections()
      for (const [job, at] of sources.jobs()) lastSuccess.set({ job }, at.getTime() / 1_000)
      const { redisAnswers, fence: held } = sources.nodes ?? {}
      if (redisAnswers !== undefined) redis.set(redisAnswers ? 1 : 0)
      if (held) fence.set(held.isOpen ? 0 : 1)
      await Promise.all([readDatabase(), readDisks()])
    },
  }
}
