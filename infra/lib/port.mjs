import { once } from 'node:events'
import net from 'node:net'
import { PlainError } from './say.mjs'

/**
 * Says at once that the port is taken, rather than after the minutes of a first installation. The server checks
 * again when it listens; anything odd about the address is left to it.
 *
 * @throws {PlainError} when somebody else listens there
 */
export async function ensurePortFree(port, host) {
  if (!Number.isInteger(port) || port < 1 || port > 65535) return
  const problem = await new Promise((resolve) => {
    const probe = net.createServer()
    probe.once('error', resolve)
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)))
  })
  if (problem?.code === 'EADDRINUSE')
    throw new PlainError(
      `Port ${port} is taken on ${host}: perhaps Colloque runs already. Stop it, or choose another: PORT=${port + 1} npm start`,
    )
}

/** A port of the loopback that nobody listens on now. */
export async function freePort() {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = /** @type {net.AddressInfo} */ (probe.address())
  probe.close()
  await once(probe, 'close')
  return port
}
