import { describe, expect, it } from 'vitest'
import { canonicalJson, chainHash, makeSalts, saltedHash } from './hash.ts'

describe('canonical JSON', () => {
  it('sorts keys, leaves out what is undefined, and keeps the order of lists', () => {
    expect(canonicalJson({ b: [2, 1], a: { d: 'é"\n', c: null }, e: undefined })).toBe(
      '{"a":{"c":null,"d":"é\\"\\n"},"b":[2,1]}',
    )
  })

  it('writes numbers as RFC 8785 does', () => {
    expect(canonicalJson([1e21, 1e-7, -0, 0.1, 1 / 3])).toBe('[1e+21,1e-7,0,0.1,0.3333333333333333]')
  })

  it.each([[NaN], [Infinity], [new Date(0)], [new Map()], [() => 1], [undefined], [[undefined]], [10n]])(
    'refuses %s, which would not come back as it was',
    (value) => {
      expect(() => canonicalJson({ value: [value] })).toThrow(TypeError)
    },
  )

  it('refuses what the driver would take for a type of its own', () => {
    expect(() => canonicalJson({ _bsontype: 'ObjectId' })).toThrow(TypeError)
  })
})

describe('hashes', () => {
  const change = {
    ...{ _id: 'a', v: 1, stream: 's', seq: 1, commandId: 'c', kind: 'k', by: 'b', at: 't', input: 'i' },
    entities: [{ type: 'note', id: 'n', rev: 1, content: 'h' }],
  }

  it('differ with the salt', () => {
    const [one, two] = makeSalts(2)
    expect(saltedHash(one as string, '1')).not.toBe(saltedHash(two as string, '1'))
  })

  it.each(Object.keys(change).filter((key) => key !== 'entities'))('chain over %s', (key) => {
    expect(chainHash('', { ...change, [key]: key === 'v' || key === 'seq' ? 9 : 'other' })).not.toBe(
      chainHash('', change),
    )
  })

  it('chain over the entities and over the change before', () => {
    const entity = { type: 'note', id: 'n', rev: 1, content: 'other' }
    expect(chainHash('', { ...change, entities: [entity] })).not.toBe(chainHash('', change))
    expect(chainHash('before', change)).not.toBe(chainHash('', change))
  })
})
