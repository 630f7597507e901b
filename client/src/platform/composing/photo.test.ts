import { expect, it } from 'vitest'
import { fitted } from './photo.ts'

it('brings the longest side to 2000 px and keeps the proportions', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 2000, height: 1500 })
  expect(fitted(3000, 4000)).toEqual({ width: 1500, height: 2000 })
})

it('leaves a small picture as it is', () => {
  expect(fitted(640, 480)).toEqual({ width: 640, height: 480 })
})

it('never makes a side vanish', () => {
  expect(fitted(20_000, 3)).toEqual({ width: 2000, height: 1 })
})
