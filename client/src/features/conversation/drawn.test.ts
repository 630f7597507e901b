import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnAround, FIRST, MOST, placesOf, STEP, withEarlier, withLater } from './drawn.ts'

const conversation = (length: number, start = 1) =>
  Array.from({ length }, (_, index) => ({ createdSeq: start + index * 2 }))
const many = conversation(1_000)

describe('what is drawn at first', () => {
  it('is the end, and follows it', () => {
    const drawn = drawnAround(many, undefined)
    expect(drawn.to).toBe(Infinity)
    expect(placesOf(many, drawn)).toEqual([1_000 - FIRST, 1_000])
  })

  it('is around what is asked for, and stays there', () => {
    const drawn = drawnAround(many, 400)
    expect(placesOf(many, drawn)).toEqual([400 - FIRST / 2, 400 + FIRST / 2])
    expect(placesOf([...many, { createdSeq: 5_000 }], drawn)).toEqual(placesOf(many, drawn))
  })

  it('does not follow the end of a piece that has more after it', () => {
    const drawn = drawnAround(many, undefined, true)
    expect(drawn.to).toBe(many.at(-1)?.createdSeq)
  })

  it('is all of a short conversation, and of an empty one what comes', () => {
    expect(placesOf(conversation(3), drawnAround(conversation(3), 0))).toEqual([0, 3])
    expect(placesOf(conversation(2), drawnAround([], undefined))).toEqual([0, 2])
  })
})

it('never grows beyond its most, stays one piece, and reaches both ends', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.option(fc.nat(399), { nil: undefined }),
      fc.array(fc.boolean(), { maxLength: 60 }),
      fc.boolean(),
      (length, index, steps, isLater) => {
        const messages = conversation(length)
        let drawn = drawnAround(messages, index === undefined || index >= length ? undefined : index, isLater)
        for (const goesEarlier of steps) {
          const [start, end] = placesOf(messages, drawn)
          drawn = goesEarlier ? withEarlier(messages, drawn, isLater) : withLater(messages, drawn, isLater)
          const [newStart, newEnd] = placesOf(messages, drawn)
          expect(newEnd - newStart).toBeLessThanOrEqual(MOST)
          if (goesEarlier) expect(newStart).toBe(Math.max(0, start - STEP))
          else expect(newEnd).toBe(Math.min(length, end + STEP))
          // What was in the middle of the screen is still drawn.
          expect(newStart).toBeLessThanOrEqual(end)
          expect(newEnd).toBeGreaterThanOrEqual(start)
          expect(drawn.to === Infinity).toBe(length === 0 || (newEnd === length && !isLater))
        }
      },
    ),
  )
})

it('is not moved by pages that are loaded at either end', () => {
  const held = conversation(200, 1_001)
  const drawn = drawnAround(held, 100)
  const more = [...conversation(100, 801), ...held, ...conversation(100, 1_401)]
  const shown = (messages: typeof held) => messages.slice(...placesOf(messages, drawn))
  expect(shown(more)).toEqual(shown(held))
})
