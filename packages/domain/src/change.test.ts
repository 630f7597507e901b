import fc from 'fast-check'
import { expect, it } from 'vitest'
import { applyChange, parseStream, type Change, type EntityState } from './change.ts'
import { acknowledge, takeCharge, type Message } from './conversation.ts'
import { resolveFlag, type Flag } from './flag.ts'
import { ReadingInputSchema } from './measurement.ts'

const ids = ['a', 'b', 'c']
/** A history of one stream: dense seq, each entity's rev one higher each time. */
const history = fc
  .array(fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }), { maxLength: 20 })
  .map((touched) => {
    const revs = new Map<string, number>()
    return touched.map((entities, index): Change => ({
      v: 1,
      stream: 'case:x',
      seq: index + 1,
      commandId: String(index),
      kind: 'x',
      by: 'x',
      at: `t${index}`,
      entities: entities.map((id) => {
        const rev = (revs.get(id) ?? 0) + 1
        revs.set(id, rev)
        return { type: 'thing', id, rev, after: { value: index } }
      }),
    }))
  })
const fold = (changes: readonly Change[]) => {
  const entities = new Map<string, EntityState>()
  for (const change of changes) applyChange(entities, change)
  return entities
}

it('a change applied twice, or an old one late, changes nothing', () => {
  fc.assert(
    fc.property(history, fc.array(fc.nat()), (changes, repeats) => {
      const again = [...changes, ...repeats.flatMap((at) => changes[at % Math.max(changes.length, 1)] ?? [])]
      expect(fold(again)).toEqual(fold(changes))
    }),
  )
})

it('a stream’s name is one of ours with a UUID in lower case, or none', () => {
  const id = '01a200e3-bdee-72cf-bd75-feb5f94a1dcb'
  expect(parseStream(`case:${id}`)).toEqual({ kind: 'case', id })
  for (const name of [`case:${id.toUpperCase()}`, `other:${id}`, `case:${id} `, 'case:', `case:${id}\n`])
    expect(parseStream(name)).toBeUndefined()
})

it('an acknowledgement stands once, and taking charge is another thing', () => {
  const message = { acknowledgements: [], takenInCharge: null } as unknown as Message
  const seen = acknowledge(message, { by: 'a', at: '1' })
  expect(acknowledge(seen, { by: 'a', at: '2' })).toBe(seen)
  const taken = takeCharge(seen, { by: 'b', at: '3' })
  expect(taken.acknowledgements).toHaveLength(2)
  expect(() => takeCharge(taken, { by: 'c', at: '4' })).toThrow(
    expect.objectContaining({ code: 'already_claimed' }),
  )
})

it('resolving a flag acknowledges it, once', () => {
  const open = { status: 'open', acknowledgement: null, resolution: null } as unknown as Flag
  const done = resolveFlag(open, 'a', '1', 'dismissed', 'sans objet')
  expect(done).toMatchObject({ status: 'dismissed', acknowledgement: { by: 'a' } })
  expect(() => resolveFlag(done, 'a', '2', 'refused', 'x')).toThrow(
    expect.objectContaining({ code: 'conflict' }),
  )
})

it('readings keep to their range', () => {
  expect(ReadingInputSchema.safeParse({ kind: 'inr', value: 2.4 }).success).toBe(true)
  for (const reading of [
    { kind: 'inr', value: 42 },
    { kind: 'pulse', value: 60, value2: 3 },
    { kind: 'weight', value: Number.NaN },
  ]) {
    expect(ReadingInputSchema.safeParse(reading).success).toBe(false)
  }
})
