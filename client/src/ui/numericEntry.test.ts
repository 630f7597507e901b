import { describe, expect, it } from 'vitest'
import { clean, press, toNumber, toText, type NumericField } from './numericEntry.ts'

const weight: NumericField = { key: 'weight', label: 'Poids', decimals: 1 }
const pulse: NumericField = { key: 'pulse', label: 'Pouls' }

describe('keys', () => {
  it('write a number from left to right', () => {
    expect(['6', '1', ',', '4'].reduce((text, key) => press(text, key as '6', weight), '')).toBe('61,4')
  })
  it('begin with a comma as 0,', () => expect(press('', ',', weight)).toBe('0,'))
  it('replace a leading nought', () => expect(press('0', '7', pulse)).toBe('7'))
  it('change nothing past the places of the field', () => {
    expect(press('61,4', '5', weight)).toBe('61,4')
    expect(press('61,4', ',', weight)).toBe('61,4')
    expect(press('180', '0', pulse)).toBe('180')
    expect(press('80', ',', pulse)).toBe('80')
  })
  it('take back the last sign', () => {
    expect(press('61,', 'delete', weight)).toBe('61')
    expect(press('', 'delete', weight)).toBe('')
  })
})

describe('text', () => {
  it('that is typed keeps what the keys could have entered', () => {
    expect(clean('61.45 kg', weight)).toBe('61,4')
    expect(clean('abc', weight)).toBe('')
    expect(clean('12,5', pulse)).toBe('125')
  })
  it('becomes a number and back', () => {
    expect(toNumber('')).toBeNull()
    expect(toNumber('61,')).toBe(61)
    expect(toNumber('61,4')).toBe(61.4)
    expect(toText(61.4)).toBe('61,4')
    expect(toText(null)).toBe('')
  })
})
