import { describe, expect, test } from 'vitest'
import { until } from '../../platform/boards/board-test-server.ts'
import { fuzzBoards } from '../../platform/boards/fuzz.ts'
import { syncFrame } from '../../platform/boards/raw-client.ts'
import { useBoards } from './boards-under-attack.ts'

const boards = useBoards()

describe('abuse 8: frames that are none', () => {
  test.each<[string, Uint8Array | string]>([
    ['text', 'hello'],
    ['nothing', new Uint8Array()],
    ['an unknown type', new Uint8Array([7])],
    ['one of our own types', new Uint8Array([100, 1, 1])],
    ['an unknown kind of sync', new Uint8Array([0, 9, 0])],
    ['a length beyond its end', new Uint8Array([0, 2, 200, 1, 0])],
    ['bytes after the message', new Uint8Array([3, 0])],
    ['a state vector that is none', new Uint8Array([0, 0, 3, 255, 255, 255])],
    ['a presence that is none', new Uint8Array([1, 3, 9, 9, 9])],
  ])('%s: 4400', async (_what, bytes) => {
    const mallory = await boards.attacker()
    mallory.send(bytes)
    expect(await mallory.closed()).toBe(4400)
  })

  test('a client that never answers the server’s step 1 cannot fill its memory', async () => {
    const mallory = boards.stranger()
    await until(() => mallory.received.length > 0)
    for (let count = 0; count < 20; count += 1) mallory.send(syncFrame(2, new Uint8Array(100_000)))
    expect(await mallory.closed()).toBe(4400)
  })
})

/** `npm run fuzz:boards -- <frames> <seed>` for a longer run; pin the seeds that failed. */
describe('abuse 8: frames of real sessions, cut, flipped, spliced, blown up and played out of order', () => {
  // A frame that is slow is slow again; a machine that is busy may stop one by accident.
  test.each([20261122])(
    '20,000 with seed %i: nobody else notices',
    { timeout: 600_000, retry: 1 },
    async (seed) => {
      const { frames, faults, closes } = await fuzzBoards(boards.engine, { frames: 20_000, seed })
      expect(faults).toEqual([])
      expect(frames).toBeGreaterThanOrEqual(20_000)
      expect(Object.keys(closes)).toEqual(['4400', '4409'])
    },
  )
})
