import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holderModel } from './check-tasks.ts'
import { linearise } from './linearisable.ts'
import type { Operation } from './operation.ts'

const act = (
  client: string,
  name: 'task.claim' | 'task.release',
  [invokedAt, endedAt]: readonly [number, number],
  refused?: { code: string; by?: string } | 'info',
): Operation => ({
  id: 0,
  client,
  name,
  key: 'task',
  commandId: `${client} ${invokedAt}`,
  value: {},
  invokedAt,
  endedAt: refused === 'info' ? Infinity : endedAt,
  outcome: refused === 'info' ? 'info' : refused ? 'fail' : 'ok',
  result: refused,
})

const holds = (...acts: Operation[]) => linearise(acts, holderModel).ok

describe('a history of one task', () => {
  it('holds where one claims after the other has given back', () => {
    const given = act('ada', 'task.release', [2, 3])
    expect(holds(act('ada', 'task.claim', [0, 1]), given, act('ben', 'task.claim', [4, 5]))).toBe(true)
  })

  it('does not hold where two have it one after the other', () => {
    expect(holds(act('ada', 'task.claim', [0, 1]), act('ben', 'task.claim', [2, 3]))).toBe(false)
  })

  it('does not hold where two who claim at once both have it', () => {
    expect(holds(act('ada', 'task.claim', [0, 9]), act('ben', 'task.claim', [0, 9]))).toBe(false)
  })

  it('holds where the loser of a race learns who won', () => {
    const lost = act('ben', 'task.claim', [0, 9], { code: 'already_claimed', by: 'ada' })
    expect(holds(act('ada', 'task.claim', [0, 9]), lost)).toBe(true)
    expect(
      holds(act('ada', 'task.claim', [0, 9]), { ...lost, result: { code: 'already_claimed', by: 'cleo' } }),
    ).toBe(false)
  })

  it('does not hold where a task is refused that was given back before it was asked for', () => {
    const stale = act('ben', 'task.claim', [4, 5], { code: 'already_claimed', by: 'ada' })
    const acts = [act('ada', 'task.claim', [0, 1]), act('ada', 'task.release', [2, 3])]
    expect(holds(...acts, stale)).toBe(false)
    expect(holds(...acts, { ...stale, invokedAt: 2.5 })).toBe(true)
  })

  it('holds where an act of unknown outcome explains what came later, or never happened', () => {
    const unknown = act('ada', 'task.claim', [0, 0], 'info')
    expect(holds(unknown, act('ben', 'task.claim', [5, 6], { code: 'already_claimed', by: 'ada' }))).toBe(
      true,
    )
    expect(holds(unknown, act('ben', 'task.claim', [5, 6]))).toBe(true)
    const later = act('ben', 'task.claim', [5, 6], { code: 'already_claimed', by: 'ada' })
    expect(holds(later, { ...unknown, invokedAt: 7 })).toBe(false)
  })
})

/** Acts of a task that really had one order, each stretched around its moment. */
const HistoryArbitrary = fc
  .array(
    fc.record({
      client: fc.constantFrom('ada', 'ben', 'cleo'),
      name: fc.constantFrom('task.claim' as const, 'task.release' as const),
      before: fc.nat(30),
      after: fc.nat(30),
      isUnknown: fc.nat(9).map((one) => one === 0),
    }),
    { maxLength: 40 },
  )
  .map((acts) => {
    let holder: string | null = null
    return acts.map(({ client, name, before, after, isUnknown }, index) => {
      const moment = index * 10
      const refused: { code: string; by?: string } | undefined =
        name === 'task.claim'
          ? holder !== null && holder !== client
            ? { code: 'already_claimed', by: holder }
            : undefined
          : holder === client
            ? undefined
            : { code: 'conflict' }
      if (!refused) holder = name === 'task.claim' ? client : null
      return act(client, name, [moment - before, moment + after], isUnknown ? 'info' : refused)
    })
  })

describe('any history that had an order', () => {
  it('is found to have one, in which nothing comes before what was over when it began', () => {
    fc.assert(
      fc.property(HistoryArbitrary, (acts) => {
        const found = linearise(acts, holderModel)
        expect(found.ok).toBe(true)
        for (const [index, one] of found.order.entries())
          for (const later of found.order.slice(index + 1))
            expect(later.endedAt).toBeGreaterThanOrEqual(one.invokedAt)
        let state: string | null = null
        for (const one of found.order) {
          const next: string | null | undefined = holderModel.step(state, one)
          expect(next).not.toBe(undefined)
          state = next ?? null
        }
      }),
      { numRuns: 500 },
    )
  })

  it('says the same as trying every order', () => {
    const small = fc.array(
      fc.record({
        client: fc.constantFrom('ada', 'ben'),
        name: fc.constantFrom('task.claim' as const, 'task.release' as const),
        from: fc.nat(6),
        length: fc.nat(4),
        ending: fc.constantFrom('ok', 'refused', 'info'),
      }),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(small, (drawn) => {
        const acts = drawn.map(({ client, name, from, length, ending }) => {
          const code = name === 'task.claim' ? 'already_claimed' : 'conflict'
          const refused = ending === 'ok' ? undefined : ending === 'info' ? 'info' : { code }
          return act(client, name, [from, from + length], refused)
        })
        expect(linearise(acts, holderModel).ok).toBe(someOrderHolds(acts, [], null))
      }),
      { numRuns: 2_000 },
    )
  })
})

function someOrderHolds(
  left: readonly Operation[],
  done: readonly Operation[],
  state: string | null,
): boolean {
  if (left.every(({ outcome }) => outcome === 'info')) return true
  return left.some((one) => {
    const others = left.filter((other) => other !== one)
    if (others.some((other) => other.endedAt < one.invokedAt)) return false
    const next = holderModel.step(state, one)
    return next !== undefined && someOrderHolds(others, [...done, one], next)
  })
}
