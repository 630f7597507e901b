import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createSlowWire, type SlowWire } from './slow-wire.ts'

let wire: SlowWire | undefined
const end: (() => void)[] = []
afterEach(async () => {
  await wire?.stop()
  for (const close of end.splice(0)) close()
})

/** Says back what it is told. */
async function echo(): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  end.push(() => server.close())
  return (server.address() as AddressInfo).port
}

describe('a slow wire', () => {
  it('brings every byte in its order, a round trip later, and as on the machine itself once it is fast', async () => {
    wire = await createSlowWire(await echo(), { roundTripMs: 300, loss: 0.05, seed: 3 })
    const socket = connect(Number(new URL(wire.url).port), '127.0.0.1')
    end.push(() => socket.destroy())
    await once(socket, 'connect')
    const timed = async (bytes: Buffer) => {
      const from = performance.now()
      const back: Buffer[] = []
      socket.write(bytes)
      let length = 0
      while (length < bytes.length) {
        const [chunk] = (await once(socket, 'data')) as [Buffer]
        back.push(chunk)
        length += chunk.length
      }
      return { same: Buffer.concat(back).equals(bytes), ms: performance.now() - from }
    }
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))
    expect(await timed(Buffer.from('x'))).toMatchObject({ same: true })
    wire.slow()
    const slow = await timed(bytes)
    expect(slow.same).toBe(true)
    expect(slow.ms).toBeGreaterThanOrEqual(295)
    wire.fast()
    const fast = await timed(Buffer.from('y'))
    expect(fast).toMatchObject({ same: true })
    expect(fast.ms).toBeLessThan(slow.ms)
  })
})
