/** The thesaurus as it was published, where it is at hand: it is not part of the project. */
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import {
  checkInteractions,
  COMMON_MEDICATIONS,
  RULES,
  withImported,
  type InteractionRule,
  type MedicationToCheck,
} from './index.ts'
import { readThesaurus } from './thesaurus.ts'

const folder = process.env['COLLOQUE_TEST_ANSM'] ?? ''
const [entries, substances] = ['ansm_thesaurus_2020-10.json', 'ansm_substances_2020-10.json'].map(
  (name) => `${folder}/${name}`,
) as [string, string]
const isHere = folder !== '' && existsSync(entries) && existsSync(substances)
if (!isHere)
  process.stderr.write('Skipped: set COLLOQUE_TEST_ANSM to the folder of ansm_thesaurus_2020-10.json.\n')

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown[]
const inForce = (rules: readonly InteractionRule[]) =>
  withImported({ source: { name: 'ANSM', date: '2020-10', partial: false }, rules }).rules

// A large file, read several times.
vi.setConfig({ testTimeout: 30_000 })

describe.skipIf(!isHere)('the thesaurus of October 2020', () => {
  let rules: readonly InteractionRule[]
  beforeAll(() => {
    rules = isHere ? inForce(read().rules) : []
  })
  const read = (order: (lines: unknown[]) => unknown[] = (lines) => lines) =>
    readThesaurus(order(json(entries)), order(json(substances)), 'ANSM 2020-10')

  test('is read whole', () => {
    const { counts, rejected, rules, unknownLabels } = read()
    expect(rejected).toEqual([])
    // 1,585 pairs and 626 labels as printed: one of them is printed with and without an accent.
    expect(counts).toEqual({
      entries: 3_139,
      pairs: 1_584,
      labels: 625,
      substances: 1_084,
      levels: { CI: 561, AD: 933, PE: 1_336, APC: 439 },
    })
    expect(rules).toHaveLength(1_652)
    expect(new Set(rules.map(({ id }) => id)).size).toBe(1_652)
    expect(unknownLabels).toHaveLength(5)
  })

  test('is read the same twice, and from its last line to its first', () => {
    expect(read().rules).toEqual(read().rules)
    expect(read((lines) => lines.toReversed()).rules).toEqual(read().rules)
  })

  test.each([
    ['B01AA03', 'A01AB09', 'CI'],
    ['C10AA01', 'J01FA09', 'CI'],
    ['C09AA05', 'A12BA01', 'AD'],
    ['M01AE01', 'B01AF02', 'AD'],
    ['C03CA01', 'M01AE01', 'PE'],
    ['N06AB06', 'M01AE01', 'APC'],
    ['N02BE01', 'J01CA04', undefined],
  ])('finds %s with %s at the level of the list that ships: %s', (first, second, level) => {
    const [one, other] = [first, second].map((atc, at): MedicationToCheck => ({
      id: `${at}`,
      name: atc,
      atc,
    }))
    expect(checkInteractions([one!, other!], rules).alerts[0]?.level).toBe(level)
  })

  test('knows all that the rules that ship know, and keeps what was set aside of it', () => {
    const treatment = COMMON_MEDICATIONS.map(({ name, atc, substances }, at) => ({
      ...{ id: `line-${at}`, name, atc, substances },
    }))
    const before = checkInteractions(treatment).alerts.filter(({ kind }) => kind === 'interaction')
    const after = checkInteractions(treatment, rules).alerts
    const pairs = new Set(after.map(({ medications }) => medications.join()))
    const lost = before.filter(({ medications }) => !pairs.has(medications.join()))
    expect(lost.map(({ medications, rules }) => [medications, rules[0]?.source])).toEqual([])
    const keys = new Set(after.map(({ key }) => key))
    expect(before.filter(({ key }) => keys.has(key)).length / before.length).toBeGreaterThan(0.5)
  })

  test('finds no interaction of a medicine with another box of it', () => {
    const twice = COMMON_MEDICATIONS.map(({ name, atc, substances }) => {
      const box = { name, atc, substances }
      const { alerts } = checkInteractions(
        [
          { id: 'one', ...box },
          { id: 'other', ...box },
        ],
        rules,
      )
      return alerts.map(({ kind }) => kind).join()
    })
    expect(new Set(twice)).toEqual(new Set(['redundancy']))
  })

  test('leaves rows from elsewhere beside it, and those of medicines that the common ones do not have', () => {
    const staying = rules.filter(({ confidence }) => confidence !== 'imported')
    const elsewhere = RULES.filter(({ source }) => !source.startsWith('ANSM'))
    expect(staying.filter(({ source }) => !source.startsWith('ANSM'))).toEqual(elsewhere)
    const ofTheThesaurus = staying.flatMap(({ source }) => (source.startsWith('ANSM') ? [source] : []))
    expect(ofTheThesaurus).toEqual([
      'ANSM 10/2020: AGOMELATINE + FLUVOXAMINE',
      'ANSM 10/2020: IMMUNOSUPPRESSEURS + VACCINS VIVANTS ATTÉNUÉS',
    ])
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  })
})
