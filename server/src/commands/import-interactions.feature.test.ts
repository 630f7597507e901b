import { writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestData, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds.
vi.setConfig({ testTimeout: 240_000 })

let data: TestData
beforeEach(async () => {
  data = await openTestData()
})
afterEach(() => data.remove())

const entry = (level: string) => ({
  main_drug: 'ANTIVITAMINES K',
  plus_drug: 'MICONAZOLE',
  severity_levels: [{ level, info: 'Autre antifongique.' }],
  interaction_mechanism: 'Risque hémorragique.',
})
const SUBSTANCES = [
  { substance: 'warfarine', drug_classes: ['antivitamines K'] },
  { substance: 'miconazole', drug_classes: [] },
]

async function file(name: string, content: unknown): Promise<string> {
  const path = data.file(name)
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}
const importing = (...args: string[]) => run('import-interactions', args, data)
const stored = () =>
  data.db
    .collection('ruleSets')
    .find()
    .sort({ _id: 1 as const })
    .toArray()

test('a thesaurus comes into force whole, twice alike, and those that ship are a word away', async () => {
  const thesaurus = await file('thesaurus_2020-10.json', [
    entry('CONTRE-INDICATION'),
    entry('Contre-indication'),
  ])
  const substances = await file('substances.json', SUBSTANCES)
  const first = await importing(thesaurus, substances)
  expect(first).toMatchObject({ code: 0, errors: '' })
  expect(first.output).toContain('1 rules of 2020-10 in force; 2 entries, 1 pairs, 2 substances; CI 2, AD 0')
  expect(await importing(thesaurus, substances)).toMatchObject({ code: 0, output: first.output })
  expect((await importing('--shipped')).output).toContain('The 160 rules that ship are in force')

  const [one, other, back] = await stored()
  expect(one).toMatchObject({
    source: { date: '2020-10', partial: false },
    isShipped: false,
    rules: [{ level: 'CI', aSubstances: ['warfarine'], bSubstances: ['miconazole'] }],
    rejected: [],
  })
  expect(other?.['rules']).toEqual(one?.['rules'])
  expect(back).toMatchObject({ isShipped: true, rules: [] })
})

test('broken lines are listed and change nothing, unless they are to be left out', async () => {
  const thesaurus = await file('thesaurus.json', [entry('CONTRE-INDICATION'), entry('dangereux'), 7])
  const substances = await file('substances.json', SUBSTANCES)
  const refused = await importing(thesaurus, substances, '--date', '2020-10')
  expect(refused.code).toBe(1)
  expect(refused.output.trimEnd().split('\n')).toEqual([
    'thesaurus, entry 1: unknown_level (ANTIVITAMINES K + MICONAZOLE: dangereux)',
    'thesaurus, entry 2: not_an_object (7)',
  ])
  expect(refused.errors).toContain('2 lines cannot be read: nothing was changed.')
  expect(await stored()).toEqual([])

  const accepted = await importing(thesaurus, substances, '--date', '2020-10', '--accept-rejected')
  expect(accepted).toMatchObject({ code: 0, errors: '' })
  expect(await stored()).toMatchObject([
    { source: { partial: true }, rejected: [{ index: 1 }, { index: 2 }] },
  ])
})

test('what is no thesaurus is one sentence, exit code 1, and changes nothing', async () => {
  const refused = async (...args: string[]) => {
    const { code, errors } = await importing(...args)
    expect(code).toBe(1)
    return errors
  }
  expect(await refused()).toContain('Give a file, or --shipped')
  expect(await refused(await file('x.json', []), '--shipped')).toContain('Give a file, or --shipped')
  expect(await refused(await file('x.json', []))).toContain('give --date')
  expect(await refused(await file('x_2020-10.json', 'no json'))).toContain('is no JSON')
  expect(await refused(await file('y_2020-10.json', []))).toContain('no rule that can be used')
  expect(await refused(await file('z_2020-10.json', {}))).toContain('cannot be read')
  expect(await refused(data.file('missing_2020-10.json'))).toContain('ENOENT')
  expect(await refused('a', 'b', 'c')).toContain('one word too many')
  expect(await refused('a', '--date', 'hier')).toContain('--date: not a month')
  expect(await stored()).toEqual([])
})
