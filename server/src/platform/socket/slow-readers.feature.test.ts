import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { Server } from 'socket.io'
import { io as connectTo, type Socket as Client } from 'socket.io-client'
import { afterEach, expect, it, vi } from 'vitest'
import { cutSlowReaders } from './slow-readers.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function openServer() {
  const server = createServer()
  const io = new Server(server, { transports: ['websocket'], pingInterval: 60_000 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => io.close())
  closing.push(cutSlowReaders(io, { mostBytes: 1 << 20, everyMs: 50, leaveMs: 50 }))
  return { io, port: (server.address() as AddressInfo).port }
}

/** Connects, and reads nothing after that. */
async function connectDeaf(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  closing.push(() => socket.destroy())
  socket.write(
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\n' +
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  await once(socket, 'data')
  // A masked text frame with the packet of socket.io that connects; the mask is zero.
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]))
  socket.pause()
  return socket
}

async function connectReading(port: number): Promise<Client> {
  const client = connectTo(`http://127.0.0.1:${port}`, { transports: ['websocket'], forceNew: true })
  closing.push(() => client.disconnect())
  await new Promise<void>((connected) => client.once('connect', () => connected()))
  return client
}

it('who does not read what is said is cut off, and who does stays and hears all of it', async () => {
  const { io, port } = await openServer()
  let heard = 0
  const reading = await connectReading(port)
  reading.on('said', () => (heard += 1))
  const deaf = await connectDeaf(port)
  await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(2), 5_000)

  // More than the kernels of both ends take in.
  const COUNT = 4_000
  for (let count = 0; count < COUNT; count++) {
    io.emit('said', 'x'.repeat(10_000))
    if (count % 50 === 0) await new Promise((next) => setTimeout(next, 5))
  }
  await vi.waitFor(() => expect(io.sockets.sockets.size).toBe(1), 10_000)
  await vi.waitFor(() => expect(heard).toBe(COUNT), 20_000)
  expect(reading.connected).toBe(true)
  // And its connection is given up, not merely told to close.
  const ended = once(deaf, 'close')
  deaf.resume()
  await ended
}, 60_000)
