/**
 * The limits that ours is held to: bare socket.io and bare ws, as their handbooks start them. Nobody signs in, nothing is
 * checked, nothing is stored: a post goes to the room, and its author is answered.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveRemote } from '../lib/remote.ts'

interface Post {
  readonly id: string
  readonly caseId: string
  readonly text: string
}
const message = (post: Post) => ({ ...post, at: new Date().toISOString() })

const functions = {
  listen: async (kind: 'socket.io' | 'ws') => {
    const server = createServer()
    if (kind === 'socket.io') serveSocketIo(server)
    else serveWs(server)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return (server.address() as AddressInfo).port
  },
}
export type BareServer = typeof functions
serveRemote(functions)

function serveSocketIo(server: ReturnType<typeof createServer>): void {
  const io = new Server(server, { transports: ['websocket'], serveClient: false })
  io.on('connection', (socket) => {
    socket.on('join', (room: string, reply: (answer: object) => void) => {
      void socket.join(room)
      reply({ ok: true })
    })
    socket.on('post', (post: Post, reply: (answer: object) => void) => {
      io.to(post.caseId).emit('message', message(post))
      reply({ ok: true, id: post.id })
    })
  })
}

/** Speaks the few letters of socket.io that the clients of the measure know, so that they do the same work. */
function serveWs(server: ReturnType<typeof createServer>): void {
  const rooms = new Map<string, Set<WebSocket>>()
  new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
    socket.send('0{}')
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString()
      if (text.startsWith('40')) return socket.send('40{}')
      const at = text.indexOf('[')
      const [name, argument] = JSON.parse(text.slice(at)) as [string, never]
      const answer = (value: object) => socket.send(`43${text.slice(2, at)}[${JSON.stringify(value)}]`)
      if (name === 'join') {
        rooms.set(argument, (rooms.get(argument) ?? new Set()).add(socket))
        return answer({ ok: true })
      }
      const post = argument as Post
      const frame = Buffer.from(`42${JSON.stringify(['message', message(post)])}`)
      for (const other of rooms.get(post.caseId) ?? []) other.send(frame, { binary: false })
      answer({ ok: true, id: post.id })
    })
  })
}
