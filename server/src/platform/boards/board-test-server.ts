import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { caseBoardDocName } from '@colloque/board'
import type { ParsedDocName } from '@colloque/board'
import { startEmbeddedMongo } from '@colloque/embedded-mongo'
import type { EmbeddedMongo } from '@colloque/embedded-mongo'
import mongoose from 'mongoose'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import type { BoardActor, BoardGrant, BoardRefusal, BoardServer, BoardServerOptions } from './index.ts'
import { createBoardServer } from './index.ts'

/** For the tests of this folder: the real engine, real sockets, and the stock client. */
export const CASE = '0192f3c0-1111-7000-8000-000000000001'
const OTHER_CASE = '0192f3c0-1111-7000-8000-000000000002'
export const BOARD = caseBoardDocName(CASE)
export const OTHER_BOARD = caseBoardDocName(OTHER_CASE)

export interface TestEngine {
  readonly engine: EmbeddedMongo
  readonly connection: mongoose.Connection
  stop(): Promise<void>
}

export async function startTestEngine(): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'boards-'))
  const cacheFolder = join(import.meta.dirname, '../../../../.cache')
  const engine = await startEmbeddedMongo({ folder, cacheFolder })
  const connection = await mongoose.createConnection(engine.uri).asPromise()
  return {
    engine,
    connection,
    stop: async () => {
      await connection.close()
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface TestNode {
  readonly boards: BoardServer
  readonly url: string
  readonly refusals: BoardRefusal[]
  /** Access by account and case; a member of CASE may write otherwise. */
  readonly access: Map<string, BoardGrant['access']>
  stop(): Promise<void>
  /** Ends as if the process had died: sockets without a word, and nothing more is stored that was not on its way. */
  kill(): Promise<void>
}

let nodes = 0

/** A server process's share: HTTP server and board server over one database. */
export async function startTestNode(
  { connection }: TestEngine,
  options: Partial<BoardServerOptions> = {},
  port = 0,
): Promise<TestNode> {
  const refusals: BoardRefusal[] = []
  const access = new Map<string, BoardGrant['access']>()
  nodes += 1
  const boards = createBoardServer({
    db: connection.db!,
    node: `node-${nodes}`,
    clock: () => new Date(),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    allowedOrigins: (origin) => origin === undefined || origin === 'https://colloque.example',
    authenticate: async (token) => actorOf(token),
    authorise: async ({ accountId }, document) => ({
      access: access.get(accountId) ?? defaultAccess(accountId, document),
      role: roleOf(accountId),
    }),
    onRefused: (refusal) => refusals.push(refusal),
    ...options,
  })
  await boards.start()
  const server: Server = createServer((_request, response) => response.end())
  boards.attach(server)
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    boards,
    refusals,
    access,
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/yjs`,
    kill: async () => {
      server.closeAllConnections()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await boards.stop()
    },
    stop: async () => {
      await boards.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Tokens of these tests: the account's name itself. */
function actorOf(token: string): BoardActor | undefined {
  if (!/^[a-z]+$/.test(token)) return undefined
  return { accountId: token, sessionId: `session-${token}`, name: `Name of ${token}`, profession: 'nurse' }
}

/** Who writes everywhere, but one account that is there to be refused. */
const roleOf = (accountId: string) => (accountId === 'helper' ? 'homeHelp' : 'nurse')

function defaultAccess(accountId: string, document: ParsedDocName): BoardGrant['access'] {
  if (accountId === 'outsider') return 'none'
  if (accountId === 'reader') return 'read'
  return 'caseId' in document ? 'write' : 'none'
}

interface StockClientOptions {
  /** Whether the token goes in the query. */
  readonly query?: boolean
  /** What the client had before. */
  readonly state?: Uint8Array
  /** Its Yjs client id; random otherwise. */
  readonly client?: number
  readonly onSend?: (frame: Uint8Array) => void
}

function recording(onSend: (frame: Uint8Array) => void): typeof globalThis.WebSocket {
  return class extends globalThis.WebSocket {
    override send(data: Parameters<WebSocket['send']>[0]): void {
      if (data instanceof Uint8Array) onSend(Uint8Array.from(data))
      super.send(data)
    }
  }
}

/** The stock client, unmodified, with its document. */
export class StockClient {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  /** Frames that `saved` has confirmed, by the last message 100. */
  saved = 0
  /** Frames of step 2 and update sent on this connection, and whether a step 2 was among them. */
  sent = 0
  #sentStep2 = false
  /** Told with each message 100. */
  onSaved = () => {}
  readonly refused: unknown[] = []
  readonly closes: number[] = []

  constructor(
    url: string,
    document: string,
    account: string,
    { query = false, state = new Uint8Array([0, 0]) as Uint8Array, client, onSend }: StockClientOptions = {},
  ) {
    if (client !== undefined) this.doc.clientID = client
    Y.applyUpdate(this.doc, state)
    this.provider = new WebsocketProvider(url, document, this.doc, {
      disableBc: true,
      connect: false,
      WebSocketPolyfill: recording((frame) => {
        if (frame[0] === 0 && frame[1]! > 0) this.sent += 1
        if (frame[0] === 0 && frame[1] === 1) this.#sentStep2 = true
        onSend?.(frame)
      }),
      ...(query ? { params: { token: account } } : { protocols: ['y.v1', `t.${account}`] }),
    })
    const handlers = this.provider.messageHandlers as unknown as ((
      encoder: unknown,
      decoder: never,
    ) => void)[]
    handlers[100] = (_encoder, decoder: { arr: Uint8Array; pos: number }) => {
      this.saved = readVarUint(decoder)
      this.onSaved()
    }
    handlers[101] = (_encoder, decoder: { arr: Uint8Array; pos: number }) => {
      const length = readVarUint(decoder)
      this.refused.push(
        JSON.parse(Buffer.from(decoder.arr.subarray(decoder.pos, decoder.pos + length)).toString()),
      )
    }
    handlers[102] = handlers[103] = () => undefined
    this.provider.on('connection-close', (event) => {
      this.closes.push(event?.code ?? 0)
      this.sent = 0
      this.#sentStep2 = false
    })
    this.provider.connect()
  }

  /** Whether all that was ever written here is on disk, by the rule of docs/boards.md. */
  get isSaved(): boolean {
    return this.#sentStep2 && this.saved === this.sent
  }

  async synced(): Promise<this> {
    await until(() => this.provider.synced)
    return this
  }

  destroy(): void {
    this.provider.destroy()
    this.doc.destroy()
  }
}

function readVarUint(decoder: { arr: Uint8Array; pos: number }): number {
  let value = 0
  for (let shift = 1; ; shift *= 128) {
    const byte = decoder.arr[decoder.pos++]!
    value += (byte & 127) * shift
    if (byte < 128) return value
  }
}

/** Waits for a condition. @throws after 10 s, with the condition's source */
export async function until(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never came true: ${condition}`)
    await sleep(5)
  }
}

/** What must be equal on all replicas when quiet. */
export function contentOf(doc: Y.Doc): unknown {
  const roots = ['meta', 'columns', 'cards'].map((name) => sorted(doc.getMap(name).toJSON()))
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b)
  const deletes = [...Y.snapshot(doc).ds.clients]
    .map(([client, ranges]): [number, number[][]] => [client, ranges.map(({ clock, len }) => [clock, len])])
    .sort(([a], [b]) => a - b)
  return { roots, vector, deletes }
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([key, of]) => [key, sorted(of)])
}
