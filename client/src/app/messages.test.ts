import { readFileSync } from 'node:fs'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MessageTree, Texts } from '../platform/i18n.ts'
import { addTexts, createTranslations } from '../platform/i18n.ts'
import { withFirmSpaces } from '../platform/typography.ts'
import { english as englishTexts } from './english.ts'
import { allFrench } from '../testing/allFrench.ts'

const source = join(import.meta.dirname, '..')

function flatten(tree: MessageTree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}.${key}`, value] as [string, string]]
      : flatten(value, `${prefix}.${key}`),
  )
}
const all = (texts: Texts) =>
  new Map(Object.entries(texts).flatMap(([namespace, one]) => flatten(one, namespace)))

const french = all(allFrench)
const english = all(englishTexts)
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort()

describe('texts', () => {
  it('are there in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort())
  })

  it('take the same values in both languages', () => {
    for (const [key, text] of french) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text))
    }
  })

  it('never shout', () => {
    for (const [key, text] of [...french, ...english]) expect(text, key).not.toMatch(/!/)
  })

  it('compile', () => {
    const { global } = createTranslations({ fr: allFrench, en: englishTexts }, 'fr')
    for (const key of french.keys()) expect(() => global.t(key, { n: 2 }), key).not.toThrow()
  })

  it('are set with firm spaces, of the application and of a feature that comes later', () => {
    const { global } = createTranslations({ fr: allFrench }, 'fr', withFirmSpaces)
    addTexts('late', { asked: '« {name} » : vu ?' })
    expect(global.t('late.asked', { name: 'Kinésithérapie' })).toBe(
      '«\u00A0Kinésithérapie\u00A0»\u00A0: vu\u00A0?',
    )
  })

  it('exist for every key that the source names', () => {
    const named = globSync('**/*.{vue,ts}', { cwd: source })
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) =>
        [...readFileSync(join(source, file), 'utf8').matchAll(/\bt\(\s*'([\w-]+(?:\.[\w-]+)+)'/g)].map(
          (match) => match[1],
        ),
      )
    expect(named.length).toBeGreaterThan(20)
    for (const key of named) expect([...french.keys()], key).toContain(key)
  })
})

describe('plurals', () => {
  const { global } = createTranslations({ fr: allFrench, en: englishTexts }, 'fr')

  it('count none as one in French and as many in English', () => {
    global.locale.value = 'fr'
    expect(global.t('ui.visibleTo', 0)).toBe('Visible par 0 personne')
    expect(global.t('ui.visibleTo', 1)).toBe('Visible par 1 personne')
    expect(global.t('ui.visibleTo', 6)).toBe('Visible par 6 personnes')
    global.locale.value = 'en'
    expect(global.t('ui.visibleTo', 0)).toBe('Visible to 0 people')
  })
})
