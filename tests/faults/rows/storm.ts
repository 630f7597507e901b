import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { StreamName } from '@colloque/domain'
import { createRandom } from '@colloque/history'
import { WebSocket } from 'ws'
import { redisProgram } from '@colloque/testing'
import { caseOf } from '../../sdk/test-clients.ts'
import { startHouse, type Device, type NodeIndex } from '../house.ts'
import type { Row } from './row.ts'

const CLIENTS = { short: 300, long: 2_000 }
const SYNCED_MS = 60_000
/** As the SDK waits before it connects again. */
const FIRST_MS = 300
const MOST_MS = 5_000

/** All servers die under thousands of clients, who all want back at once. */
export const stormRow: Row = {
  name: 'storm',
  holds: 'when all servers die under thousands of clients, all are up to date again within 60 s',
  async run({ seed, length }) {
    const house = await startHouse({ redis: redisProgram() !== '' })
    const random = createRandom(seed)
    const clients: LightClient[] = []
    try {
      const accounts = (await house.accounts()).filter(({ profession }) => profession !== null).slice(0, 8)
      const devices: Device[] = []
      for (const [index, account] of accounts.entries())
        devices.push(await house.device(account, (index % 2) as NodeIndex, 'itself'))
      const [first, ...others] = devices.map(({ client }) => client)
      const caseId = await caseOf(first!, others)
      const stream: StreamName = `case:${caseId}`
      const post = async () => {
        const input = { commandId: randomUUID(), caseId, text: 'Tout le monde est là ?' }
        return (await first!.outbox.send('message.post', { caseId: input.caseId, text: input.text })).seq
      }
      for (let count = 0; count < 20; count++) await post()
      const before = await post()

      for (let index = 0; index < CLIENTS[length]; index++) {
        const { client, url } = devices[index % devices.length]!
        clients.push(createLightClient({ url, stream, token: () => client.token(), random }))
        if (index % 50 === 0) await wait(20)
      }
      const missing = (seq: number) => clients.filter((client) => client.seq < seq).length
      const isReached = async (seq: number, ms: number) => {
        const from = performance.now()
        while (missing(seq) > 0 && performance.now() < from + ms) await wait(50)
        return performance.now() - from
      }
      const first_ms = await isReached(before, SYNCED_MS)
      if (missing(before) > 0)
        return { violations: [`${missing(before)} did not come in at all`], counts: {} }

      for (const client of clients) client.forget()
      await Promise.all(house.nodes.map((node) => node.kill()))
      await house.nodes[0].start()
      await house.nodes[1].start()
      const from = performance.now()
      // Said while they come back: some hear it live, others read it up.
      const last = await post()
      const tookMs = performance.now() - from + (await isReached(last, SYNCED_MS))
      const late = missing(last)
      return {
        violations: late > 0 ? [`${late} of ${clients.length} are not up to date after ${SYNCED_MS} ms`] : [],
        counts: {
          clients: clients.length,
          'ms to come in at first': Math.round(first_ms),
          'ms until all were up to date': Math.round(tookMs),
          'attempts to connect': clients.reduce((sum, { attempts }) => sum + attempts, 0),
        },
      }
    } finally {
      for (const client of clients) client.close()
      await house.stop()
    }
  },
}

/** A client with next to nothing in it: connects, reads up a stream, hears what is new, and tries again when it is cut off. */
interface LightClient {
  /** How far it has read without a hole; 0 once forgotten. */
  readonly seq: number
  readonly attempts: number
  /** Begins anew, as a page that is loaded again. */
  forget(): void
  close(): void
}

function createLightClient(options: {
  readonly url: string
  readonly stream: StreamName
  readonly token: () => Promise<string>
  readonly random: () => number
}): LightClient {
  const { url, stream, token, random } = options
  let socket: WebSocket | undefined
  let isWanted = true
  let seq = 0
  let inRow = 0
  let attempts = 0

  async function open(): Promise<void> {
    if (!isWanted) return
    attempts += 1
    const shown = await token().catch(() => undefined)
    if (shown === undefined) return again()
    const opened = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    })
    socket = opened
    opened.on('error', () => undefined)
    opened.on('close', again)
    opened.on('message', (data: Buffer) => hear(opened, data.toString(), shown))
  }

  /** Packets of engine.io 4 and socket.io 5: 0 open, 2 ping, 40 connected, 42 event, 43 reply, 44 refused. */
  function hear(opened: WebSocket, packet: string, shown: string): void {
    if (packet.startsWith('0')) opened.send(`40${JSON.stringify({ token: shown })}`)
    else if (packet === '2') opened.send('3')
    else if (packet.startsWith('40')) subscribe(opened)
    else if (packet.startsWith('44')) opened.close()
    else if (packet.startsWith('43')) {
      const [reply] = JSON.parse(packet.slice(packet.indexOf('['))) as [SubscribeReply]
      // A server that has just begun may have too much to do.
      if (!reply.ok) return void setTimeout(() => opened.close(), 1_000)
      inRow = 0
      for (const change of reply.changes) follow(change.seq)
      if (reply.more) subscribe(opened)
    } else if (packet.startsWith('42["change"')) {
      const [, change] = JSON.parse(packet.slice(2)) as [string, { stream: string; seq: number }]
      if (change.stream === stream) follow(change.seq)
    }
  }

  const subscribe = (opened: WebSocket) =>
    opened.send(`420${JSON.stringify(['subscribe', { stream, since: seq }])}`)
  const follow = (next: number) => {
    if (next === seq + 1) seq = next
  }

  function again(): void {
    socket = undefined
    if (!isWanted) return
    inRow += 1
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(inRow - 1, 10))
    setTimeout(() => void open(), most * (0.5 + random() / 2)).unref()
  }

  void open()
  return {
    get seq() {
      return seq
    },
    get attempts() {
      return attempts
    },
    forget: () => void (seq = 0),
    close() {
      isWanted = false
      socket?.terminate()
    },
  }
}

interface SubscribeReply {
  readonly ok: boolean
  readonly changes: readonly { readonly seq: number }[]
  readonly more: boolean
}
