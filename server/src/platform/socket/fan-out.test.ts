import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Change } from '@colloque/domain'
import { Server } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createFanOut, encodeFrames, type FanOut } from './fan-out.ts'
import type { GatewayServer } from './gateway.ts'

const ROOM = 'stream:case:1'
const server = createServer()
const io = new Server(server, { transports: ['websocket'] }) as unknown as GatewayServer
const clients: Socket[] = []
let fanOut: FanOut

const change = (seq: number, text = `mot ${seq}`) =>
  ({ v: 1, seq, stream: 'case:1', text }) as unknown as Change

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  fanOut = createFanOut(io)
})
afterAll(async () => {
  for (const client of clients) client.disconnect()
  await io.close()
})

/** A client in the room, and all that it hears, in its order. */
async function listener() {
  const { port } = server.address() as AddressInfo
  const served = new Promise<string>((known) => io.once('connection', ({ id }) => known(id)))
  const client = connect(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
  clients.push(client)
  const heard: [string, unknown][] = []
  client.onAny((event: string, value: unknown) => heard.push([event, value]))
  const id = await served
  const socket = io.sockets.sockets.get(id)!
  void socket.join(ROOM)
  return { socket, heard }
}

it('brings the changes of a turn, each once and in order, whatever their length', async () => {
  const [one, other] = [await listener(), await listener()]
  const changes = [change(1), change(2, 'à'.repeat(80)), change(3, 'é'.repeat(40_000)), change(4, '')]
  for (const each of changes) fanOut.send(ROOM, each)
  for (const { heard } of [one, other])
    await expect.poll(() => heard).toEqual(changes.map((each) => ['change', each]))
})

it('stays in order with what is emitted otherwise', async () => {
  const { socket, heard } = await listener()
  for (let seq = 1; seq <= 50; seq += 1) {
    fanOut.send(ROOM, change(seq))
    fanOut.flush(ROOM)
    socket.emit('heads', { 'case:1': seq })
  }
  await expect.poll(() => heard.length).toBe(100)
  expect(heard).toEqual(
    Array.from({ length: 50 }, (_, i) => [
      ['change', change(i + 1)],
      ['heads', { 'case:1': i + 1 }],
    ]).flat(),
  )
})

it('waits behind what socket.io holds back', async () => {
  const { socket, heard } = await listener()
  // As engine.io does while the connection has not taken what was written before.
  const { transport } = socket.conn as unknown as { transport: { writable: boolean } }
  transport.writable = false
  socket.emit('heads', { 'case:1': 7 })
  fanOut.send(ROOM, change(8))
  fanOut.flush(ROOM)
  transport.writable = true
  socket.emit('heads', { 'case:1': 9 })
  await expect.poll(() => heard.length).toBe(3)
  expect(heard).toEqual([
    ['heads', { 'case:1': 7 }],
    ['change', change(8)],
    ['heads', { 'case:1': 9 }],
  ])
})

it('tells nothing to those who joined after it was sent, once it was flushed for them', async () => {
  const early = await listener()
  const late = await listener()
  void late.socket.leave(ROOM)
  fanOut.send(ROOM, change(1))
  fanOut.flush(ROOM)
  void late.socket.join(ROOM)
  fanOut.send(ROOM, change(2))
  await expect.poll(() => late.heard).toEqual([['change', change(2)]])
  expect(early.heard).toHaveLength(2)
})

it('writes frames that say their own length', () => {
  const frames = encodeFrames([change(1, 'x'.repeat(70_000))])
  expect([frames[0], frames[1]]).toEqual([0x81, 127])
  expect(Number(frames.readBigUInt64BE(2))).toBe(frames.length - 10)
})
