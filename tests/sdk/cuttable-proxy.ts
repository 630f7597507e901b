import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire to a server that a test can cut: what is under way is lost, and nothing new gets through. */
export interface CuttableProxy {
  readonly url: string
  cut(): void
  restore(): void
  stop(): Promise<void>
}

export async function createCuttableProxy(port: number): Promise<CuttableProxy> {
  const open = new Set<Socket>()
  let isCut = false
  const proxy = createServer((incoming) => {
    if (isCut) return incoming.destroy()
    const outgoing = connect(port, '127.0.0.1')
    for (const socket of [incoming, outgoing]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        incoming.destroy()
        outgoing.destroy()
      })
    }
    incoming.pipe(outgoing).pipe(incoming)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const drop = () => open.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      drop()
    },
    restore: () => void (isCut = false),
    async stop() {
      proxy.close()
      drop()
      await once(proxy, 'close')
    },
  }
}
