import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ORDER_KEY, orderBetween, orderIn } from './order.ts'

describe('order keys', () => {
  test('insertions anywhere keep the list sorted, its keys well formed and distinct', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), {
          maxLength: 300,
        }),
        (steps) => {
          const keys: string[] = []
          for (const [where, random] of steps) {
            const at = where % (keys.length + 1)
            keys.splice(
              at,
              0,
              orderBetween(keys[at - 1], keys[at], () => random),
            )
          }
          expect(keys).toEqual([...keys].sort())
          expect(new Set(keys).size).toBe(keys.length)
          for (const key of keys) expect(key).toMatch(ORDER_KEY)
        },
      ),
    )
  })

  test.each([
    ['at the end', 3000, (keys: string[]) => keys.length],
    ['at the start', 3000, () => 0],
    ['at one spot in the middle', 300, (keys: string[]) => Math.ceil(keys.length / 2)],
  ])('many insertions %s stay within the length of a key', (_where, count, spot) => {
    const keys: string[] = []
    for (let index = 0; index < count; index += 1) {
      const at = spot(keys)
      keys.splice(at, 0, orderBetween(keys[at - 1], keys[at]))
    }
    expect(keys.every((key) => ORDER_KEY.test(key))).toBe(true)
  })

  test('neighbours with equal keys are stepped over together', () => {
    const list = [
      { id: 'a', order: 'V1' },
      { id: 'b', order: 'W1' },
      { id: 'c', order: 'W1' },
    ]
    const key = orderIn(list, 'c')
    expect(key > 'V1' && key < 'W1').toBe(true)
  })

  test('a pair in the wrong order is refused', () => {
    expect(() => orderBetween('b', 'a')).toThrow(RangeError)
  })
})
