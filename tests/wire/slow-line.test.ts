import { createRandom } from '@colloque/history'
import { describe, expect, it } from 'vitest'
import { createSlowLine, handshakeMs, SEGMENT_BYTES } from './slow-line.ts'

const never = () => 1
/** Loses the segments at these places, counted from 0, those that are sent again included. */
const losing = (...places: number[]) => {
  let place = 0
  return () => (places.includes(place++) ? 0 : 1)
}
const FAR = { roundTripMs: 300, loss: 0.05 }

describe('a slow line', () => {
  it('takes half a round trip where nothing is lost, however much is sent', () => {
    const line = createSlowLine({ ...FAR, random: never })
    expect(line.arrival(1_000, 1)).toBe(1_150)
    expect(line.arrival(1_010, 100 * SEGMENT_BYTES)).toBe(1_160)
  })

  it('takes a timer more where a segment is lost, and twice as long where it is lost again', () => {
    expect(createSlowLine({ ...FAR, random: losing(0) }).arrival(0, 1)).toBe(150 + 500)
    expect(createSlowLine({ ...FAR, random: losing(0, 1) }).arrival(0, 1)).toBe(150 + 500 + 1_000)
  })

  it('hands nothing over before what was sent first', () => {
    const line = createSlowLine({ ...FAR, random: losing(0) })
    expect(line.arrival(0, 1)).toBe(650)
    expect(line.arrival(10, 1)).toBe(650)
    expect(line.arrival(600, 1)).toBe(750)
  })

  it('waits for the one segment of many that was lost, and no longer for two of one sending', () => {
    expect(createSlowLine({ ...FAR, random: losing(2) }).arrival(0, 4 * SEGMENT_BYTES)).toBe(650)
    expect(createSlowLine({ ...FAR, random: losing(0, 3) }).arrival(0, 4 * SEGMENT_BYTES)).toBe(650)
  })

  it('begins with a handshake, whose two packets can be lost too', () => {
    expect(handshakeMs({ ...FAR, random: never })).toBe(300)
    expect(handshakeMs({ ...FAR, random: losing(0) })).toBe(1_300)
    expect(createSlowLine({ ...FAR, random: never }, 300).arrival(0, 1)).toBe(450)
  })

  it('loses one segment in twenty, and the same ones for the same seed', () => {
    const arrivals = (seed: number) =>
      Array.from({ length: 20_000 }, () =>
        createSlowLine({ ...FAR, random: createRandom(seed++) }).arrival(0, 1),
      )
    const late = arrivals(1).filter((at) => at > 150).length
    expect(late / 20_000).toBeGreaterThan(0.045)
    expect(late / 20_000).toBeLessThan(0.055)
    expect(arrivals(7)).toEqual(arrivals(7))
  })
})
