import { expect, it, vi } from 'vitest'
import { createLineBudget } from './line-budget.ts'

it('lets so many lines a second through, and says how many it left out', () => {
  const info = vi.fn()
  let now = 5_000
  const budget = createLineBudget(3, { info } as never, () => now)
  const taken = () => Array.from({ length: 5 }, () => budget.take())
  expect(taken()).toEqual([true, true, true, false, false])
  expect(info).not.toHaveBeenCalled()
  now += 1_000
  expect(taken()).toEqual([true, true, true, false, false])
  expect(info.mock.calls).toEqual([[{ lines: 2 }, expect.any(String)]])
})

it('says nothing where nothing was left out', () => {
  const info = vi.fn()
  let now = 0
  const budget = createLineBudget(1, { info } as never, () => (now += 2_000))
  for (let i = 0; i < 5; i++) expect(budget.take()).toBe(true)
  expect(info).not.toHaveBeenCalled()
})
