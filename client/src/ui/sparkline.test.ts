import { expect, it } from 'vitest'
import { sparkline } from './sparkline.ts'

it('spreads values over the width, the highest on top', () =>
  expect(sparkline([[60, 62, 61]], 86, 26)).toEqual([
    [
      [3, 23],
      [43, 3],
      [83, 13],
    ],
  ]))

it('gives several lines one scale', () =>
  expect(
    sparkline(
      [
        [140, 120],
        [80, 70],
      ],
      86,
      20,
    ).map((line) => line.map(([, y]) => y)),
  ).toEqual([
    [3, 7],
    [15, 17],
  ]))

it('runs in the middle where nothing moves, and ends on the right with one value', () => {
  expect(sparkline([[5, 5]], 86, 20)).toEqual([
    [
      [3, 10],
      [83, 10],
    ],
  ])
  expect(sparkline([[5]], 86, 20)).toEqual([[[83, 10]]])
})

it('draws nothing of nothing', () => expect(sparkline([[]], 86, 20)).toEqual([[]]))
