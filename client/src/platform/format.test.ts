import { describe, expect, it } from 'vitest'
import { formatFor } from './format.ts'

const french = formatFor('fr')
const english = formatFor('en')
const now = new Date('2026-03-09T14:00:00Z')

describe('dates', () => {
  it('are written at the hour of Paris, in winter and in summer', () => {
    expect(french.dateTime('2026-03-09T13:30:00Z', now)).toBe('lun. 9 mars, 14:30')
    expect(french.dateTime('2026-07-14T22:30:00Z', now)).toBe('mer. 15 juil., 0:30')
    expect(english.dateTime('2026-03-09T13:30:00Z', now)).toBe('Mon 9 Mar, 14:30')
  })

  it('show the year when it is another one', () => {
    expect(french.day('2025-12-31T22:30:00Z', now)).toBe('mer. 31 déc. 2025')
    expect(french.day('2025-12-31T23:30:00Z', now)).toBe('jeu. 1 janv.')
  })

  it('say how long ago inside the hour, the hour inside the day, the date before', () => {
    expect(french.ago('2026-03-09T13:59:30Z', now)).toBe('à l’instant')
    expect(french.ago('2026-03-09T13:55:00Z', now)).toMatch(/^il y a 5.min$/)
    expect(french.ago('2026-03-09T08:04:00Z', now)).toBe('9:04')
    expect(french.ago('2026-03-08T08:04:00Z', now)).toBe('dim. 8 mars, 9:04')
    expect(english.ago('2026-03-09T13:55:00Z', now)).toMatch(/^5 min ago$/)
  })

  it('take what a clock behind by seconds sees ahead of it for the present', () => {
    expect(french.ago('2026-03-09T14:00:20Z', now)).toBe('à l’instant')
  })

  it('say when something is to come', () => {
    expect(french.ago('2026-03-09T14:10:00Z', now)).toMatch(/^dans 10.min$/)
    expect(french.ago('2026-03-10T14:10:00Z', now)).toBe('mar. 10 mars, 15:10')
  })

  it('count years of age from the birthday', () => {
    expect(french.age('1942-03-09', now)).toBe(84)
    expect(french.age('1942-03-10', now)).toBe(83)
  })

  it('keep a day of birth whatever the hour', () => {
    expect(french.birthDate('1942-03-09')).toBe('9 mars 1942')
  })
})

describe('numbers', () => {
  it('have a comma and keep their unit on the line', () => {
    expect(french.number(1.8, 'kg')).toBe('1,8\u00A0kg')
    expect(english.number(1.8, 'kg')).toBe('1.8\u00A0kg')
  })
})
