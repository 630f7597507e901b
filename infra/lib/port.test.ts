import { once } from 'node:events'
import net from 'node:net'
import { expect, it } from 'vitest'
import { ensurePortFree } from './port.mjs'

it('a taken port is named, with a way out', async () => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as net.AddressInfo
  await expect(ensurePortFree(port, '127.0.0.1')).rejects.toThrow(`Port ${port} is taken on 127.0.0.1`)
  other.close()
  await once(other, 'close')
  await ensurePortFree(port, '127.0.0.1')
})
