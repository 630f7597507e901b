import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { smallRows, writeBdpm } from '../features/medication/bdpm/testing/small-bdpm.ts'
import { openTestData, person, run, type TestData } from './testing/run.ts'

// A command on a busy machine takes seconds.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

let data: TestData
beforeAll(async () => {
  data = await openTestData()
})
afterAll(() => data.remove())

const importFrom = (folder: string, ...more: string[]) =>
  run('import-bdpm', [data.file(folder), ...more], data)
const head = () => data.db.collection('medicineHeads').findOne({})
const names = async () =>
  (await data.db.collection('medicines').find().sort({ cis: 1 }).toArray()).map(({ name }) => String(name))

test('a folder is imported, once as twice; what was rejected is listed', async () => {
  const rows = smallRows()
  rows['CIS_MITM.txt'].push(['60000003', 'no code', '', ''])
  await writeBdpm(data.file('bdpm'), rows, { encoding: 'windows-1252' })
  for (let time = 1; time <= 2; time++) {
    const { code, output } = await importFrom('bdpm')
    expect(code).toBe(0)
    const [rejected, summary] = output.split('\n')
    expect(rejected).toBe('CIS_MITM.txt, line 4: « no code » is no ATC code')
    expect(summary).toMatch(
      /^9 medicines of 2026-01-14 in use; 7 of them sold; ATC code told for 3, found by substances for 4; 29 lines read, 1 rejected, \d+\.\d s\.$/,
    )
    expect(await names()).toHaveLength(9)
  }
})

test('many rejected lines are told in few', async () => {
  const rows = smallRows()
  for (let n = 0; n < 25; n++)
    rows['CIS_MITM.txt'].push(['60000002', 'J01CA04', '', ''], ['60000002', '?', '', ''])
  await writeBdpm(data.file('many'), rows)
  const { output } = await importFrom('many', '--date', '2025-12-31')
  expect(output.match(/is no ATC code/g)).toHaveLength(20)
  expect(output).toContain('CIS_MITM.txt: 5 more lines rejected\n')
  expect(await head()).toMatchObject({ date: '2025-12-31', count: 9 })
})

test.each([
  ['no folder', () => [], '<folder> is missing. Usage: npm run import:bdpm'],
  ['another folder', () => [data.file('.')], 'lacks CIS_bdpm.txt, CIS_COMPO_bdpm.txt, CIS_MITM.txt'],
  ['a day that is none', () => [data.file('bdpm'), '--date', 'hier'], '--date: '],
])('%s is refused in a sentence, and nothing is changed', async (_what, args, sentence) => {
  const before = await head()
  const { code, errors } = await run('import-bdpm', args(), data)
  expect(code).toBe(1)
  expect(errors).toContain(sentence)
  expect(await head()).toEqual(before)
  expect(await names()).toHaveLength(9)
})

test('an export holds none of it', async () => {
  const options = { ...data, input: 'un mot de passe pour essayer' }
  expect(await run('administrator', person(), options)).toMatchObject({ code: 0 })
  const { code, output } = await run('export', ['--to', data.file('export.gz')], data)
  expect(code).toBe(0)
  expect(output).not.toContain('medicine')
})
