import { expect, it } from 'vitest'
import { edgeSpeed } from './edgeScroll.ts'

it('stands still away from the edges', () => expect(edgeSpeed(400, 0, 800)).toBe(0))

it('goes the faster the nearer the edge is, and no faster beyond it', () => {
  expect(edgeSpeed(790, 0, 800)).toBeGreaterThan(edgeSpeed(740, 0, 800))
  expect(edgeSpeed(740, 0, 800)).toBeGreaterThan(0)
  expect(edgeSpeed(900, 0, 800)).toBe(edgeSpeed(800, 0, 800))
  expect(edgeSpeed(10, 0, 800)).toBe(-edgeSpeed(790, 0, 800))
})

it('leaves the middle of a short list alone', () => expect(edgeSpeed(50, 0, 100)).toBe(0))
