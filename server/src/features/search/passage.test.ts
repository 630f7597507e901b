import { describe, expect, it } from 'vitest'
import { passageAround } from './passage.ts'

const filler = (words: number) => Array.from({ length: words }, (_, n) => `mot${n}`).join(' ')

describe('a passage', () => {
  it('is the whole text where that is short, in one line', () => {
    expect(passageAround('Œdème\n  du pied', ['oedeme'], 300)).toBe('Œdème du pied')
  })

  it.each([0, 50, 500, 2_000])('shows the hit behind %s words, and no more than was asked', (before) => {
    const passage = passageAround(`${filler(before)} Œdème du pied ${filler(2_000)}`, ['oedem'], 300)
    expect(passage).toContain('Œdème du pied')
    expect(passage.length).toBeLessThanOrEqual(300)
    expect(passage.startsWith('…')).toBe(before > 20)
    expect(passage.endsWith('…')).toBe(true)
  })

  it('shows the end without an ellipsis behind it', () => {
    const passage = passageAround(`${filler(2_000)} et l’infirmière est passée`, ['infirm'], 300)
    expect(passage.endsWith('et l’infirmière est passée')).toBe(true)
    expect(passage.length).toBeLessThanOrEqual(300)
    expect(passage.length).toBeGreaterThan(200)
  })

  it('keeps a text without blanks within its bounds, its characters whole', () => {
    for (const offset of [0, 1]) {
      const passage = passageAround(`${'a'.repeat(offset)}${'🩹'.repeat(1_000)}`, ['rien'], 300)
      expect(passage.length).toBeLessThanOrEqual(300)
      expect(passage).not.toMatch(/\p{Surrogate}/u)
    }
  })

  it('finds a word written with combining accents', () => {
    const text = `${filler(500)} ${'Œdème'.normalize('NFD')} ${filler(500)}`
    expect(passageAround(text, ['oedeme'], 300).normalize('NFC')).toContain('Œdème')
  })
})
