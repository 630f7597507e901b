/**
 * The protocol between a server process and the engine's process, over `hold.sock`.
 *
 * An open connection is a hold: the engine lives as long as somebody holds it. Messages are lines of JSON.
 * The server speaks first.
 *
 *   server → engine  { "type": "hold", "pid": 4711 }
 *   engine → server  { "type": "welcome", "pid": 4712, "folder": "2049:131077" }   `folder`: device and inode
 *   server → engine  { "type": "release" }                                          when it stops
 *   engine → server  { "type": "released", "ending": true }                         nobody else holds it
 *
 * An engine that is ending answers no hold. After `ending: true` the engine leaves the connection open until its
 * process is gone, so that its end can be waited for. A connection that breaks without a release (the server was
 * killed) gives up its hold as well, but the engine then waits a while for another.
 */
import { connect, type Socket } from 'node:net'

export type FromServer = { type: 'hold'; pid: number } | { type: 'release' }
export type FromEngine =
  { type: 'welcome'; pid: number; folder: string } | { type: 'released'; ending: boolean }

export function writeLine(socket: Socket, message: FromServer | FromEngine): void {
  socket.write(JSON.stringify(message) + '\n')
}

/** Calls `listener` with each line's value; a line that is not JSON ends the connection. */
export function onLine<T extends FromServer | FromEngine>(
  socket: Socket,
  listener: (message: T) => void,
): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      try {
        listener(JSON.parse(line) as T)
      } catch {
        socket.destroy()
      }
    }
  })
}

/** A server's hold on a running engine. */
export interface Hold {
  readonly pid: number
  readonly run: string
  /** Resolves when the engine is gone, or has let go of this hold. */
  readonly ended: Promise<void>
  /** Gives the hold up. Resolves once it is given up and, when nobody else held the engine, once that has ended. */
  release(timeoutMs: number): Promise<void>
}

const WELCOME_WITHIN_MS = 3_000

/**
 * Takes a hold on the engine behind `path`. Resolves to undefined where there is none: nobody listens, it does not
 * answer (stopped, or ending), or it serves another folder.
 */
export function takeHold(path: string, run: string, folder: string): Promise<Hold | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const ended = new Promise<void>((gone) => socket.once('close', () => gone()))
    const giveUp = setTimeout(() => socket.destroy(), WELCOME_WITHIN_MS)
    let released: (ending: boolean) => void = () => {}
    socket.on('error', () => {})
    socket.once('connect', () => writeLine(socket, { type: 'hold', pid: process.pid }))
    onLine<FromEngine>(socket, (message) => {
      if (message.type === 'released') return released(message.ending)
      clearTimeout(giveUp)
      if (message.folder !== folder) return void socket.destroy()
      // A hold alone keeps no process alive: whoever forgets to stop still comes to its end.
      socket.unref()
      resolve({ pid: message.pid, run, ended, release })
    })
    void ended.then(() => {
      clearTimeout(giveUp)
      resolve(undefined)
    })

    async function release(timeoutMs: number): Promise<void> {
      if (socket.destroyed) return
      socket.ref()
      const ending = new Promise<boolean>((resolve) => (released = resolve))
      writeLine(socket, { type: 'release' })
      const timer = setTimeout(() => socket.destroy(), timeoutMs)
      if (!(await Promise.race([ending, ended.then(() => false)]))) socket.destroy()
      await ended
      clearTimeout(timer)
    }
  })
}
