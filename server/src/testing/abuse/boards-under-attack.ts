/** For the abuse cases of boards: a server of its own, somebody at work on a board, and somebody who sends what they like. */
import { addCard } from '@colloque/board'
import * as encoding from 'lib0/encoding'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import * as Y from 'yjs'
import {
  BOARD,
  StockClient,
  startTestEngine,
  startTestNode,
  until,
  type TestEngine,
  type TestNode,
} from '../../platform/boards/board-test-server.ts'
import { RawClient, frame } from '../../platform/boards/raw-client.ts'

export interface BoardsUnderAttack {
  readonly engine: TestEngine
  readonly node: TestNode
  /** The stock client of an account. */
  connect(account: string, document?: string): StockClient
  /** The same, synced, and its own step 2 stored. */
  victim(account?: string, document?: string): Promise<StockClient>
  /** A member of the case with a client that sends whatever it is told to. */
  attacker(document?: string): Promise<RawClient>
  /** The same before it has answered the server's step 1. */
  stranger(): RawClient
  /** Stops the node and starts another on the same data. */
  restart(): Promise<void>
}

/** Starts one engine for the file and a node with an empty database for each test. */
export function useBoards(): BoardsUnderAttack {
  let engine: TestEngine
  let node: TestNode
  const clients: { destroy(): void }[] = []

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine.stop())
  beforeEach(async () => {
    await engine.connection.db!.dropDatabase()
    node = await startTestNode(engine)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy()
    await node.stop()
  })

  const connect = (account: string, document = BOARD) => {
    const client = new StockClient(node.url, document, account)
    clients.push(client)
    return client
  }
  const stranger = (document = BOARD) => {
    const client = new RawClient(node.url, document, 'mallory')
    clients.push(client)
    return client
  }
  return {
    get engine() {
      return engine
    },
    get node() {
      return node
    },
    connect,
    victim: async (account = 'anna', document) => {
      const client = await connect(account, document).synced()
      await until(() => client.saved > 0)
      return client
    },
    attacker: (document) => stranger(document).ready(),
    stranger,
    restart: async () => {
      await node.stop()
      node = await startTestNode(engine)
    },
  }
}

export function addTo(client: StockClient, id: string, title = 'Victim'): void {
  addCard(client.doc, { id, column: 'needs', title, by: 'anna', at: new Date() })
}

/** The update that a change makes on the stored board, under a chosen client id. */
export async function updateOf(
  { boards }: TestNode,
  change: (doc: Y.Doc) => void,
  client?: number,
): Promise<Uint8Array> {
  const doc = await boards.read(BOARD)
  if (client !== undefined) doc.clientID = client
  const before = Y.encodeStateVector(doc)
  change(doc)
  return Y.encodeStateAsUpdate(doc, before)
}

/** An update by hand: `write` is given the encoder after "one client, count structs". */
export function handmade(
  count: number,
  client: number,
  clock: number,
  write: (encoder: encoding.Encoder) => void,
): Uint8Array {
  return frame((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, count)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    write(encoder)
    encoding.writeVarUint(encoder, 0)
  })
}

/** A struct of garbage, that stands for `length` steps of the clock. */
export const gc = (length: number) => (encoder: encoding.Encoder) => {
  encoding.writeUint8(encoder, 0)
  encoding.writeVarUint(encoder, length)
}
