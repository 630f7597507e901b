import { expect, it } from 'vitest'
import { spreadOut } from './spread-out.ts'

const never = new AbortController().signal

it('lets go of each once, and never of many at a time', async () => {
  const from = performance.now()
  const gone: { thing: number; at: number }[] = []
  const things = Array.from({ length: 20 }, (_, index) => index)
  await spreadOut(
    things,
    400,
    async (thing) => void gone.push({ thing, at: performance.now() - from }),
    never,
  )
  expect(gone.map(({ thing }) => thing).sort((one, other) => one - other)).toEqual(things)
  for (const quarter of [0, 100, 200, 300]) {
    const within = gone.filter(({ at }) => at >= quarter && at < quarter + 100)
    expect(within.length, `from ${quarter} ms`).toBeGreaterThan(0)
    expect(within.length, `from ${quarter} ms`).toBeLessThan(12)
  }
})

it('waits for what takes its time to go', async () => {
  let gone = false
  await spreadOut(
    ['one'],
    0,
    () =>
      new Promise((left) =>
        setTimeout(() => {
          gone = true
          left()
        }, 50),
      ),
    never,
  )
  expect(gone).toBe(true)
})

it('is cut short by its signal, also while something lingers', async () => {
  const impatience = new AbortController()
  const from = performance.now()
  setTimeout(() => impatience.abort(), 30)
  await spreadOut([1, 2, 3], 60_000, () => new Promise(() => undefined), impatience.signal)
  expect(performance.now() - from).toBeLessThan(5_000)
})
