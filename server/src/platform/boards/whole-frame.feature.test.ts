import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { sendWhole, wholeFrame } from './whole-frame.ts'

test('frames of every kind of length are read as ws would have written them', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [socket] = (await once(server, 'connection')) as [WebSocket]
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 200_000]
  const messages = lengths.map((length) => Buffer.alloc(length, length % 251))
  const received: Buffer[] = []
  const all = new Promise<void>((resolve) =>
    client.on('message', (data: Buffer, isBinary) => {
      if (isBinary) received.push(data)
      if (received.length === 2 * messages.length) resolve()
    }),
  )
  for (const message of messages) {
    sendWhole(socket, wholeFrame(message))
    socket.send(message)
  }
  await all
  const sent = messages.flatMap((message) => [message, message])
  expect(received.map(({ byteLength }) => byteLength)).toEqual(sent.map(({ byteLength }) => byteLength))
  expect(received.every((data, index) => data.equals(sent[index]!))).toBe(true)
  client.terminate()
  await once(socket, 'close')
  sendWhole(socket, wholeFrame(messages[1]!))
  server.close()
})
