import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createRandom } from '@colloque/history'
import { createSlowLine, handshakeMs, type LineOptions } from './slow-line.ts'

export interface SlowWireOptions extends Omit<LineOptions, 'random'> {
  readonly seed: number
}

/** A way to a server over a slow line: whoever connects to its `url` reaches the server as from far away. */
export interface SlowWire {
  readonly url: string
  /** As on the machine itself, for what is made ready. Holds for what is sent from now on. */
  fast(): void
  slow(): void
  stop(): Promise<void>
}

/** @param port of the server, on this machine */
export async function createSlowWire(port: number, options: SlowWireOptions): Promise<SlowWire> {
  const line: LineOptions = { ...options, random: createRandom(options.seed) }
  const open = new Set<Socket>()
  let isSlow = false

  const proxy = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1')
    const openAt = performance.now() + (isSlow ? handshakeMs(line) : 0)
    for (const socket of [incoming, outgoing]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('close', () => open.delete(socket))
    }
    carry(incoming, outgoing, openAt)
    carry(outgoing, incoming, openAt)
  })

  function carry(from: Socket, to: Socket, openAt: number): void {
    const far = createSlowLine(line, openAt)
    /** What is under way, in its order: two timers of one moment need not run in theirs. */
    const underWay: { readonly at: number; readonly act: () => void }[] = []
    const deliver = () => {
      const first = underWay[0]
      if (!first) return
      const left = first.at - performance.now()
      if (left > 0) return void setTimeout(deliver, Math.ceil(left))
      underWay.shift()
      first.act()
      deliver()
    }
    const later = (bytes: number, act: () => void) => {
      const now = performance.now()
      const at = Math.max(underWay.at(-1)?.at ?? 0, isSlow ? far.arrival(now, bytes) : now)
      underWay.push({ at, act })
      if (underWay.length === 1) deliver()
    }
    from.on('data', (chunk: Buffer) => later(chunk.length, () => to.writable && to.write(chunk)))
    from.on('end', () => later(0, () => to.end()))
    from.on('close', () => later(0, () => to.destroy()))
  }

  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    fast: () => void (isSlow = false),
    slow: () => void (isSlow = true),
    async stop() {
      proxy.close()
      for (const socket of open) socket.destroy()
      await once(proxy, 'close')
    },
  }
}
