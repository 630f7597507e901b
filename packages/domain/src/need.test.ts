import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRetained, newNeed, nextRank, openNeeds, orderNeeds, updateNeed } from './need.ts'

const AT = '2026-11-20T09:00:00.000Z'
const need = (rank: number, over: Partial<ReturnType<typeof newNeed>> = {}) =>
  newNeed({ caseId: 'c', text: 'Un besoin', domain: 'social', rank, addedBy: 'nurse', addedAt: AT, ...over })

describe('the needs of a person', () => {
  it('stand in the order in which they are put, and only those that move are written', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        (ids, nats) => {
          const needs = ids.map((id, index) => ({ id, need: need(index + 1) }))
          const order = ids
            .map((id) => ({ id, key: nats.next().value as number }))
            .sort((one, other) => one.key - other.key)
            .map(({ id }) => id)
          const moved = orderNeeds(needs, order)
          const after = needs.map((held) => moved.find(({ id }) => id === held.id) ?? held)
          expect(openNeeds(after).map(({ id }) => id)).toEqual(order)
          for (const { id, need } of moved)
            expect(need.rank).not.toBe(needs.find((held) => held.id === id)?.need.rank)
        },
      ),
    )
  })

  it('are not put in order on an old list', () => {
    const needs = [
      { id: 'a', need: need(1) },
      { id: 'b', need: need(2) },
      { id: 'met', need: need(3, { status: 'met' }) },
    ]
    expect(() => orderNeeds(needs, ['a'])).toThrow(
      expect.objectContaining({ code: 'conflict', data: { why: 'needs_changed', ids: ['a', 'b'] } }),
    )
    expect(() => orderNeeds(needs, ['a', 'met'])).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(() => orderNeeds(needs, ['a', 'a'])).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(nextRank(needs)).toBe(4)
    expect(nextRank([])).toBe(1)
  })

  it('are retained when something must and can be done', () => {
    expect(isRetained(need(1))).toBe(false)
    expect(isRetained(need(1, { necessary: true, possible: false }))).toBe(false)
    expect(isRetained(need(1, { necessary: true, possible: true }))).toBe(true)
  })

  it('are dropped with a reason, met without, and taken up again', () => {
    const held = need(1)
    expect(() => updateNeed(held, { status: 'dropped' }, 'nurse', AT)).toThrow(
      expect.objectContaining({ code: 'invalid', data: { field: 'reason', why: 'missing' } }),
    )
    const dropped = updateNeed(held, { status: 'dropped', reason: 'Elle n’en veut pas' }, 'nurse', AT)
    expect(dropped.ended).toEqual({ by: 'nurse', at: AT, reason: 'Elle n’en veut pas' })
    expect(updateNeed(dropped, { text: 'Autrement dit' }, 'doctor', AT).ended).toEqual(dropped.ended)
    expect(updateNeed(dropped, { status: 'open' }, 'nurse', AT)).toEqual(held)
    expect(updateNeed(held, { status: 'met' }, 'nurse', AT).ended).toMatchObject({ reason: null })
    expect(updateNeed(held, { domain: 'social', text: held.text }, 'nurse', AT)).toBe(held)
  })
})
