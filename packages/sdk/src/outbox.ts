/**
 * What the person has done and the server has not yet answered. A command is kept on the device before it is
 * sent, and goes again under the same `commandId` until the server has decided: sent often, it happens once.
 *
 * An entry waits, is being sent, and is sent or refused. Entries of one lane keep their order. A page sends
 * its own entries and those that it took over from pages that are gone (`ownership`).
 */
import type { CommandInput, CommandName } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import type { Done, UploadOptions } from './api.ts'
import { backoff, sleep as sleepOf } from './backoff.ts'
import { createListeners, type Unlisten } from './listeners.ts'
import {
  outgoingFile,
  type GivenFile,
  type OptimisticEntity,
  type OutboxStore,
  type OutgoingFile,
  type StoredCommand,
} from './outbox-store.ts'
import type { Ownership } from './ownership.ts'
import { AFTER_REFUSAL, LIMITED_ATTEMPTS } from './retry-policy.ts'

const RETRY_FIRST_MS = 300
/** No longer, or a lane would stand still long after a database that was away for a second is back. */
const RETRY_MOST_MS = 5_000

export type EntryState = 'waiting' | 'sending' | 'sent' | 'refused' | 'dismissed'

/** How far a file of an entry is, in bytes. */
export interface FileProgress {
  readonly fileId: string
  readonly sent: number
  readonly total: number
}

export interface OutboxEntry {
  readonly commandId: string
  readonly name: CommandName
  readonly input: Readonly<Record<string, unknown>>
  readonly lane: string
  readonly files: readonly OutgoingFile[]
  /** Of each file, in their order. A broken upload begins again. */
  readonly progress: readonly FileProgress[]
  readonly optimistic: readonly OptimisticEntity[]
  /** When the person did it, ISO, by the device's clock. */
  readonly at: string
  readonly state: EntryState
  readonly attempts: number
  /** Of the last attempt. */
  readonly error: DomainError | undefined
  /** Whether it outlives the page: false where the device would not keep it. */
  readonly kept: boolean
}

export type NewCommand<Name extends CommandName> = Omit<CommandInput<Name>, 'commandId'>

export interface SendOptions {
  /** Lane whose order is kept; by default the case that the command is about. */
  readonly key?: string
  readonly optimistic?: readonly OptimisticEntity[]
  /** Sent before the command. */
  readonly files?: readonly GivenFile[]
  /** A refused entry stays until `dismiss` or `retry`, so that no words are lost: for what was written by hand. */
  readonly keepRefused?: boolean
}

export interface OutboxOptions {
  readonly accountId: string
  readonly store: OutboxStore
  readonly ownership: Ownership
  readonly transport: {
    /** One attempt. @throws DomainError */
    command(name: CommandName, input: never): Promise<Done>
    upload(file: OutgoingFile, options: UploadOptions): Promise<void>
  }
  readonly laneOf: (name: CommandName, input: Readonly<Record<string, unknown>>) => string
  /** What is malformed is refused at once, not hours later when there is a connection. @throws DomainError invalid */
  readonly check?: (name: CommandName, input: Readonly<Record<string, unknown>>) => void
  readonly newId: () => string
  readonly now: () => number
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random?: () => number
}

export interface Outbox {
  readonly accountId: string
  /** In the order in which they were made; `sent` ones are gone. */
  readonly entries: readonly OutboxEntry[]
  /**
   * Resolves with the server's answer, however long the connection is away; rejects once the server has
   * refused for good. Under `entries` from the first moment.
   * @throws DomainError
   */
  send<Name extends CommandName>(
    name: Name,
    input: NewCommand<Name>,
    options?: SendOptions,
  ): Promise<Done<Name>>
  /** An entry was added or has changed state; `sent` and `dismissed` ones are gone. `done`: with the state `sent`. */
  onEntry(listener: (entry: OutboxEntry, done?: Done) => void): Unlisten
  /** Takes over what earlier pages left, and sends while `running`. */
  start(): Promise<void>
  /** Whether attempts are worth while: there is a connection. */
  setConnected(connected: boolean): void
  /** Sends a refused entry again, under the same commandId. */
  retry(commandId: string): void
  /** The person has seen that it was refused, or no longer wants it sent. One being sent may happen all the same. */
  dismiss(commandId: string): Promise<void>
  /** Stops for good: what waits stays on the device, and its promises stay open. */
  stop(): void
  /** Stops for good, and removes what waits of this account. */
  clear(): Promise<void>
}

interface Entry extends OutboxEntry {
  state: EntryState
  progress: readonly FileProgress[]
  /** Breaks off what is under way. */
  underWay: AbortController | undefined
  attempts: number
  error: DomainError | undefined
  kept: boolean
  stored: StoredCommand
  keepRefused: boolean
  /** The first write to the device. */
  written: Promise<void>
  settle: { resolve(done: Done): void; reject(error: DomainError): void } | undefined
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { accountId, store, ownership, transport, now, sleep = sleepOf, random = Math.random } = options
  const entries = new Map<string, Entry>()
  const told = createListeners<[OutboxEntry, Done?]>()
  const draining = new Set<string>()
  let running = false
  let stopped = false
  let connected = false
  /** Given when a connection comes back: who waits before another attempt tries at once. */
  let wake = new AbortController()
  let started: Promise<void> | undefined

  function add(
    stored: StoredCommand,
    own: Partial<Pick<Entry, 'settle' | 'keepRefused' | 'written'>>,
  ): Entry {
    const { commandId, name, input, lane, optimistic, at, refusal } = stored
    const files = stored.files.map(outgoingFile)
    const entry: Entry = {
      commandId,
      name,
      input,
      lane,
      files,
      progress: files.map(({ fileId, blob: { size } }) => ({
        ...{ fileId, total: size },
        sent: stored.uploaded.includes(fileId) ? size : 0,
      })),
      underWay: undefined,
      optimistic,
      at,
      state: refusal ? 'refused' : 'waiting',
      attempts: 0,
      error: refusal ? new DomainError(refusal.code, refusal.data) : undefined,
      kept: true,
      stored,
      keepRefused: true,
      written: Promise.resolve(),
      settle: undefined,
      ...own,
    }
    entries.set(commandId, entry)
    told.tell(seen(entry))
    return entry
  }

  const inOrder = () =>
    [...entries.values()].sort((one, other) => one.stored.position - other.stored.position)
  const firstWaiting = (lane: string) =>
    inOrder().find((entry) => entry.lane === lane && entry.state !== 'refused')

  function drainAll(): void {
    for (const lane of new Set([...entries.values()].map((entry) => entry.lane))) drain(lane)
  }

  function drain(lane: string): void {
    if (draining.has(lane)) return
    draining.add(lane)
    void (async () => {
      for (let entry = firstWaiting(lane); entry && running && connected; entry = firstWaiting(lane)) {
        await entry.written
        if (!running || !entries.has(entry.commandId)) continue
        await attempt(entry)
      }
    })().finally(() => {
      draining.delete(lane)
      if (running && connected && firstWaiting(lane)) drain(lane)
    })
  }

  function become(entry: Entry, state: EntryState, error?: DomainError, done?: Done): void {
    entry.state = state
    entry.error = error
    told.tell(seen(entry), done)
  }

  async function attempt(entry: Entry): Promise<void> {
    entry.attempts++
    become(entry, 'sending', entry.error)
    let done: Done
    try {
      await uploadFiles(entry)
      done = await transport.command(entry.name, { commandId: entry.commandId, ...entry.input } as never)
    } catch (thrown) {
      await refused(entry, thrown instanceof DomainError ? thrown : new DomainError('internal'))
      return
    }
    // Removed before it is told: from here on it is the server's.
    await forget(entry)
    become(entry, 'sent', undefined, done)
    entry.settle?.resolve(done)
  }

  /** @throws DomainError with the `fileId` that could not be sent */
  async function uploadFiles(entry: Entry): Promise<void> {
    for (const file of entry.files) {
      const { fileId } = file
      if (entry.stored.uploaded.includes(fileId)) continue
      entry.underWay = new AbortController()
      try {
        await transport.upload(file, {
          onProgress: (sent) => moveOn(entry, fileId, sent),
          signal: entry.underWay.signal,
        })
      } catch (error) {
        moveOn(entry, fileId, 0)
        throw error instanceof DomainError ? new DomainError(error.code, { ...error.data, fileId }) : error
      }
      await keep(entry, { uploaded: [...entry.stored.uploaded, fileId] })
    }
  }

  /** Tells how far a file is, no more than a hundred times on its way. */
  function moveOn(entry: Entry, fileId: string, sent: number): void {
    const held = entry.progress.find((one) => one.fileId === fileId)
    if (!held || entry.state !== 'sending') return
    // A body is a little more than its file.
    const next = { ...held, sent: Math.min(sent, held.total) }
    if (percent(held) === percent(next)) return
    entry.progress = entry.progress.map((one) => (one === held ? next : one))
    told.tell(seen(entry))
  }

  async function refused(entry: Entry, error: DomainError): Promise<void> {
    if (stopped || !entries.has(entry.commandId)) return
    const after = AFTER_REFUSAL[error.code]
    if (after === 'final' || (after === 'limited' && entry.attempts >= LIMITED_ATTEMPTS)) {
      if (entry.keepRefused) await keep(entry, { refusal: { code: error.code, data: error.data } })
      else await forget(entry)
      become(entry, 'refused', error)
      entry.settle?.reject(error)
      entry.settle = undefined
      return
    }
    become(entry, 'waiting', error)
    if (!connected) return
    const pause = Math.max(
      backoff(entry.attempts, RETRY_FIRST_MS, RETRY_MOST_MS, random),
      after === 'hold' ? RETRY_MOST_MS : retryAfter(error),
    )
    await sleep(pause, wake.signal)
  }

  /** Writes what has changed of an entry. What the device does not keep is sent from memory all the same. */
  async function keep(entry: Entry, what: Partial<StoredCommand>): Promise<void> {
    if (stopped) return
    entry.stored = { ...entry.stored, ...what }
    try {
      await store.put(entry.stored)
    } catch {
      entry.kept = false
    }
  }

  async function forget(entry: Entry): Promise<void> {
    entries.delete(entry.commandId)
    // One that stays is sent again by the next page, and answered by the server with the first answer.
    await store.remove(entry.commandId).catch(() => undefined)
  }

  /** Those of pages that are gone become ours. Called at the start, and whenever another page goes. */
  async function takeOver(owner: string): Promise<void> {
    const left = (await store.all()).filter(
      (command) => command.owner === owner && command.accountId === accountId,
    )
    for (const command of left) {
      if (stopped || entries.has(command.commandId)) continue
      const ours = { ...command, owner: ownership.id }
      await store.put(ours).catch(() => undefined)
      if (!stopped) add(ours, {})
    }
    drainAll()
  }

  async function takeOverWhatIsLeft(): Promise<void> {
    const commands = await store.all().catch((): StoredCommand[] => [])
    const owners = commands
      .filter((command) => command.accountId === accountId)
      .map((command) => command.owner)
    await ownership.claim(new Set(owners.filter((owner) => owner !== ownership.id)), takeOver)
  }

  async function start(): Promise<void> {
    await takeOverWhatIsLeft()
    if (stopped) return
    running = true
    drainAll()
  }

  return {
    accountId,
    get entries() {
      return inOrder().map(seen)
    },
    send(name, input, send = {}) {
      if (stopped) return Promise.reject(new DomainError('unauthenticated', { reason: 'signedOut' }))
      const values = input as Readonly<Record<string, unknown>>
      const commandId = options.newId()
      try {
        options.check?.(name, { commandId, ...values })
      } catch (error) {
        return Promise.reject(error as DomainError)
      }
      const at = now()
      const stored: StoredCommand = {
        commandId,
        accountId,
        owner: ownership.id,
        name,
        input: values,
        lane: send.key ?? laneFor(options.laneOf(name, values), (send.files ?? []).length > 0),
        position: store.nextPosition(at * 1_000),
        at: new Date(at).toISOString(),
        files: (send.files ?? []).map(outgoingFile),
        uploaded: [],
        optimistic: send.optimistic ?? [],
        refusal: null,
      }
      return new Promise((resolve, reject) => {
        const entry = add(stored, {
          settle: { resolve: resolve as (done: Done) => void, reject },
          keepRefused: send.keepRefused ?? false,
        })
        entry.written = keep(entry, {})
        drain(entry.lane)
      })
    },
    onEntry: told.add,
    start: () => (started ??= start()),
    setConnected(now) {
      connected = now
      if (!now) return
      wake.abort()
      wake = new AbortController()
      drainAll()
      // Another page may have opened, written and gone since we looked.
      if (running) void takeOverWhatIsLeft()
    },
    retry(commandId) {
      const entry = entries.get(commandId)
      if (entry?.state !== 'refused') return
      entry.attempts = 0
      entry.written = keep(entry, { refusal: null })
      become(entry, 'waiting')
      drain(entry.lane)
    },
    async dismiss(commandId) {
      const entry = entries.get(commandId)
      if (!entry) return
      entry.underWay?.abort()
      await forget(entry)
      become(entry, 'dismissed', entry.error)
      entry.settle?.reject(new DomainError('unavailable', { reason: 'dismissed' }))
    },
    stop,
    async clear() {
      stop()
      await Promise.all([...entries.values()].map(({ written }) => written))
      const own = (await store.all()).filter((command) => command.accountId === accountId)
      await Promise.all(own.map(({ commandId }) => store.remove(commandId)))
      entries.clear()
    },
  }

  function stop(): void {
    stopped = true
    running = false
    for (const { underWay } of entries.values()) underWay?.abort()
    ownership.release()
    wake.abort()
  }
}

/** An entry as it stands now: what was told once does not change afterwards. */
function seen(entry: Entry): OutboxEntry {
  const { commandId, name, input, lane, files, progress, optimistic, at, state, attempts, error, kept } =
    entry
  return { commandId, name, input, lane, files, progress, optimistic, at, state, attempts, error, kept }
}

const percent = ({ sent, total }: FileProgress) => Math.floor((sent * 100) / Math.max(total, 1))

/** The server's own wish, in seconds. */
function retryAfter(error: DomainError): number {
  const seconds = error.data['retryAfter']
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, 300) * 1_000 : 0
}

/** Twenty megabytes on a weak network must not hold up the urgent words that come after them. */
const laneFor = (lane: string, hasFiles: boolean) => (hasFiles ? `${lane} files` : lane)
