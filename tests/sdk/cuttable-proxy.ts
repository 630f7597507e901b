import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire to a server that a test can break: cut, or holding back all that is sent over it. */
export interface CuttableProxy {
  readonly url: string
  readonly port: number
  /** Ends every connection, what is under way on it is lost, and lets nothing new get through. */
  cut(): void
  /** Nothing gets through either way, and nobody is told: as behind a switch that has lost its power. */
  hang(): void
  restore(): void
  stop(): Promise<void>
}

/** @param target a port of the loopback, or the path of a Unix socket; asked at each connection where it may move */
export async function createCuttableProxy(
  target: number | string | (() => number | string | Promise<number | string>),
): Promise<CuttableProxy> {
  const open = new Map<Socket, Socket>()
  let state: 'open' | 'cut' | 'hanging' = 'open'
  const join = (one: Socket, other: Socket) => one.pipe(other).pipe(one)

  const proxy = createServer({ pauseOnConnect: true }, (incoming) => {
    incoming.on('error', () => undefined)
    if (state === 'cut') return void incoming.destroy()
    reach(incoming).catch(() => incoming.destroy())
  })
  async function reach(incoming: Socket): Promise<void> {
    const place = typeof target === 'function' ? await target() : target
    const outgoing = typeof place === 'number' ? connect(place, '127.0.0.1') : connect(place)
    open.set(incoming, outgoing)
    outgoing.on('error', () => undefined)
    for (const socket of [incoming, outgoing])
      socket.on('close', () => {
        open.delete(incoming)
        incoming.destroy()
        outgoing.destroy()
      })
    if (state === 'cut') incoming.destroy()
    else if (state === 'open') join(incoming, outgoing)
  }
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = proxy.address() as AddressInfo
  const drop = () => open.forEach((_, incoming) => incoming.destroy())
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cut() {
      state = 'cut'
      drop()
    },
    hang() {
      state = 'hanging'
      for (const [incoming, outgoing] of open) {
        for (const socket of [incoming, outgoing]) socket.unpipe().pause()
      }
    },
    restore() {
      if (state === 'hanging') for (const [incoming, outgoing] of open) join(incoming, outgoing)
      state = 'open'
    },
    async stop() {
      proxy.close()
      drop()
      await once(proxy, 'close')
    },
  }
}
