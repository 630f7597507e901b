import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSplitter } from './wire.ts'

function message(payload: Uint8Array): Buffer {
  const whole = Buffer.alloc(16 + payload.length)
  whole.writeInt32LE(whole.length, 0)
  whole.set(payload, 16)
  return whole
}

test('messages come out whole and in order, however the stream is cut', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 })
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), cuts, (payloads, lengths) => {
      const sent = payloads.map(message)
      const got: Buffer[] = []
      const split = createSplitter(
        (one) => got.push(Buffer.from(one)),
        (problem) => expect.unreachable(problem),
      )
      let stream = Buffer.concat(sent)
      for (let i = 0; stream.length > 0; i++) {
        const length = lengths[i % lengths.length] as number
        split(stream.subarray(0, length))
        stream = stream.subarray(length)
      }
      expect(got).toEqual(sent)
    }),
  )
})

test.each([0, 15, -1, 48_000_001])('a message that claims %i bytes is refused', (length) => {
  const header = Buffer.alloc(16)
  header.writeInt32LE(length, 0)
  const problems: string[] = []
  createSplitter(
    () => expect.unreachable(),
    (problem) => problems.push(problem),
  )(header)
  expect(problems).toEqual([`invalid message length ${length}`])
})
