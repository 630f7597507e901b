/**
 * The line between the nodes of one house: what one publishes, all hear that are connected, the sender included.
 * Nothing is stored, nothing is sent again: whoever listens must be able to do without. A node hears its own heartbeat
 * come back once a second; where it does not, both connections are taken for dead, whatever TCP still believes of them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from 'redis'
import type { LogSink } from '../change-log/index.ts'

type Client = ReturnType<typeof createClient>
/** What is heard, on the channel that was asked for or that its pattern covers. */
export type OnMessage = (message: Buffer, channel: string) => void

export interface RedisLink {
  /** Whether what is published now is heard by the others, as far as is known. */
  readonly connected: boolean
  /** To be used at once: the next one may be another. @throws Error while not connected */
  readonly client: Client
  /** Sends, or drops it while not connected. */
  publish(channel: string, message: string | Buffer): void
  subscribe(channel: string, listener: OnMessage): void
  /** @param pattern as Redis has them: `*` stands for anything */
  subscribePattern(pattern: string, listener: OnMessage): void
  /** Called whenever the line is there again: what was said meanwhile was not heard. @returns how to stop */
  onConnected(listener: () => void): () => void
  /**
   * Connects, now or later; never waits for Redis.
   * @param prefix sets the channels of this house apart from those of others on the same Redis
   */
  start(prefix: string): void
  stop(): Promise<void>
}

/** For a house of one server, and for several that poll. */
export const NO_LINK: RedisLink = {
  connected: false,
  get client(): never {
    throw new Error('there is no Redis')
  },
  publish: () => undefined,
  subscribe: () => undefined,
  subscribePattern: () => undefined,
  onConnected: () => () => undefined,
  start: () => undefined,
  stop: () => Promise.resolve(),
}

const CONNECT_MS = 2_000
const BEAT_MS = 1_000
/** Without a heartbeat for so long the line is dead. */
const SILENCE_MS = 3_000
const RETRY_MS = { least: 100, most: 2_000 }
/** Beyond it Redis does not keep up, and what is dropped is found by polling. */
const MOST_UNANSWERED = 20_000

export function createRedisLink({
  url,
  logger,
}: {
  readonly url: string
  readonly logger: LogSink
}): RedisLink {
  const subscriptions: {
    readonly name: string
    readonly isPattern: boolean
    readonly listener: OnMessage
  }[] = []
  const listeners = new Set<() => void>()
  const stopping = new AbortController()
  let prefix = ''
  /** Of the line that lives. */
  let publishing: Client | undefined
  let running: Promise<void> | undefined

  const newClient = (): Client =>
    createClient({
      url,
      socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
      disableOfflineQueue: true,
      commandsQueueMaxLength: MOST_UNANSWERED,
    })

  /** One life of the line. @returns why it ended. @throws where it could not be begun */
  async function live(onBegun: () => void): Promise<string> {
    const [publisher, subscriber] = [newClient(), newClient()]
    let end: (why: string) => void = () => undefined
    const ended = new Promise<string>((resolve) => (end = resolve))
    for (const client of [publisher, subscriber]) client.on('error', (error: Error) => end(error.message))
    const stop = (): void => end('stopped')
    stopping.signal.addEventListener('abort', stop)
    let heardAt = performance.now()
    let beating: NodeJS.Timeout | undefined
    try {
      await Promise.all([publisher.connect(), subscriber.connect()])
      for (const { name, isPattern, listener } of subscriptions) {
        const hear = (message: Buffer, channel: Buffer): void =>
          safely(listener, message, channel.toString().slice(prefix.length))
        if (isPattern) await subscriber.pSubscribe(prefix + name, hear, true)
        else await subscriber.subscribe(prefix + name, hear, true)
      }
      const own = `${prefix}beat:${await publisher.clientId()}`
      await subscriber.subscribe(own, () => (heardAt = performance.now()))
      publishing = publisher
      heardAt = performance.now()
      let beatenAt = heardAt
      beating = setInterval(() => {
        const now = performance.now()
        // Where this process itself stood still, what it would have heard is yet to be read.
        if (now - beatenAt > SILENCE_MS) heardAt = now
        beatenAt = now
        if (now - heardAt > SILENCE_MS) end('silent')
        else publish(own, '', publisher)
      }, BEAT_MS).unref()
      onBegun()
      return await ended
    } finally {
      publishing = undefined
      clearInterval(beating)
      stopping.signal.removeEventListener('abort', stop)
      for (const client of [publisher, subscriber]) client.destroy()
    }
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      const onBegun = (): void => {
        failures = 0
        logger.info({}, 'Redis is there')
        for (const listener of listeners) listener()
      }
      const why = await live(onBegun).catch((error: unknown) => (error as Error).message || 'not reached')
      if (stopping.signal.aborted) return
      if (failures === 0) logger.warn({ why }, 'Redis is away: the other nodes are heard of by polling')
      failures += 1
      const most = Math.min(RETRY_MS.least * 2 ** failures, RETRY_MS.most)
      await sleep(most * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(
        () => undefined,
      )
    }
  }

  function publish(channel: string, message: string | Buffer, publisher: Client): void {
    // What fails here fails the line as well: its heartbeat or its socket says so.
    publisher.publish(channel, message).catch(() => undefined)
  }

  function safely(listener: OnMessage, message: Buffer, channel: string): void {
    try {
      listener(message, channel)
    } catch (error) {
      logger.warn({ err: error, channel }, 'a message of another node could not be read')
    }
  }

  return {
    get connected() {
      return publishing !== undefined
    },
    get client() {
      if (!publishing) throw new Error('Redis is away')
      return publishing
    },
    publish(channel, message) {
      if (publishing) publish(prefix + channel, message, publishing)
    },
    subscribe: (name, listener) => void subscriptions.push({ name, isPattern: false, listener }),
    subscribePattern: (name, listener) => void subscriptions.push({ name, isPattern: true, listener }),
    onConnected(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    start(of) {
      prefix = of
      running ??= run()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
