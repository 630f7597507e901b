import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readBdpm } from './read-bdpm.ts'
import { smallRows, writeBdpm } from './testing/small-bdpm.ts'

const today = '2026-02-01'
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloque-bdpm-'))
})
afterEach(() => rm(folder, { recursive: true }))

const read = async (rows = smallRows()) => {
  await writeBdpm(folder, rows)
  return await readBdpm(folder, { today })
}
const medicine = async (cis: string) => (await read()).medicines.find((one) => one.cis === cis)

test.each([
  ['utf-8', '\r\n'],
  ['utf-8', '\n'],
  ['windows-1252', '\r\n'],
] as const)('reads files in %s', async (encoding, end) => {
  await writeBdpm(folder, smallRows(), { encoding, end })
  const { medicines, rejected, lines } = await readBdpm(folder, { today })
  expect(rejected).toEqual([])
  expect(lines).toMatchObject({ 'CIS_bdpm.txt': 9, 'CIS_COMPO_bdpm.txt': 13 })
  expect(medicines).toHaveLength(9)
  expect(medicines[2]).toMatchObject({ name: 'AMOXICILLINE D’ARRÊT 1 g, comprimé', isMarketed: false })
})

test('each file has its own encoding', async () => {
  const { 'CIS_bdpm.txt': specialities, ...others } = smallRows()
  await writeBdpm(folder, { 'CIS_bdpm.txt': specialities }, { encoding: 'windows-1252' })
  await writeBdpm(folder, others)
  const { medicines } = await readBdpm(folder, { today })
  expect(medicines[5]).toMatchObject({
    name: 'LEVOTHYROX 75 microgrammes, comprimé sécable',
    substances: ['lévothyroxine'],
  })
})

describe('a medicine', () => {
  test('holds what acts, not its salt', async () => {
    expect(await medicine('60000004')).toEqual({
      cis: '60000004',
      name: 'DUOPRESSINE 5 mg/160 mg, comprimé pelliculé',
      form: 'comprimé pelliculé',
      strength: '5 mg/160 mg',
      routes: ['orale'],
      substances: ['valsartan', 'amlodipine'],
      atc: 'C09DB01',
      atcFrom: 'mitm',
      isMarketed: true,
    })
  })

  test('has the strength of its name, not of its weighed salt', async () => {
    expect(await medicine('60000006')).toMatchObject({ strength: '75 microgrammes' })
  })

  test('has no strength where that of 100 ml is known alone', async () => {
    expect(await medicine('60000007')).toMatchObject({ strength: null })
  })

  test('is not sold when all its boxes were withdrawn', async () => {
    expect(await medicine('60000009')).toMatchObject({ isMarketed: false })
  })
})

describe('a code that the database does not tell', () => {
  test('is that of the others with the same substance', async () => {
    expect(await medicine('60000003')).toMatchObject({ atc: 'J01CA04', atcFrom: 'substances' })
  })
  test('is that of the same combination, in any order', async () => {
    expect(await medicine('60000005')).toMatchObject({ atc: 'C09DB01', atcFrom: 'substances' })
  })
  test('is that of the list that ships', async () => {
    expect(await medicine('60000006')).toMatchObject({ atc: 'H03AA01', atcFrom: 'substances' })
  })
  test('is not taken over from another route', async () => {
    expect(await medicine('60000008')).toMatchObject({ atc: null, atcFrom: null })
  })
  test('is not guessed at where two are possible', async () => {
    const rows = smallRows()
    rows['CIS_MITM.txt'].push(['60000006', 'J01XX98', '', ''])
    rows['CIS_COMPO_bdpm.txt'].push(['60000006', '', '', 'ESSAILINE', '', '', 'SA', '1'])
    const only = rows['CIS_COMPO_bdpm.txt'].filter(
      ([cis, , , name]) => cis !== '60000006' || name === 'ESSAILINE',
    )
    const { medicines } = await read({ ...rows, 'CIS_COMPO_bdpm.txt': only })
    expect(medicines.find(({ cis }) => cis === '60000009')).toMatchObject({ atc: null, atcFrom: null })
  })
})

test('the date is the youngest in the files that is not to come', async () => {
  expect(await read()).toMatchObject({ date: '2026-01-14' })
})

test('lines that cannot be read are told with their place, and the rest is read', async () => {
  const rows = smallRows()
  rows['CIS_bdpm.txt'].splice(1, 0, ['', ''], ['6000', 'X', 'Y'], rows['CIS_bdpm.txt'][0]!)
  rows['CIS_MITM.txt'].push(['60000003', 'J01-CA', '', ''], ['69999999', 'J01CA04', '', ''])
  const { medicines, rejected } = await read(rows)
  expect(medicines).toHaveLength(9)
  expect(rejected).toEqual([
    { file: 'CIS_bdpm.txt', line: 3, why: '3 fields instead of 12' },
    { file: 'CIS_bdpm.txt', line: 4, why: '60000001 is there already' },
    { file: 'CIS_MITM.txt', line: 4, why: '« J01-CA » is no ATC code' },
    { file: 'CIS_MITM.txt', line: 5, why: '69999999 is not in CIS_bdpm.txt' },
  ])
})

test('a folder without the files is refused', async () => {
  await writeBdpm(folder, { 'CIS_bdpm.txt': smallRows()['CIS_bdpm.txt'] })
  await expect(readBdpm(folder, { today })).rejects.toThrow(/lacks CIS_COMPO_bdpm.txt, CIS_MITM.txt/)
})

test.each([
  [
    'another',
    { 'CIS_bdpm.txt': smallRows()['CIS_COMPO_bdpm.txt'] },
    /13 of 13 lines of CIS_bdpm.txt cannot be read/,
  ],
  ['an empty', { 'CIS_COMPO_bdpm.txt': [] }, /CIS_COMPO_bdpm.txt is empty/],
])('%s file under a name is refused', async (_what, over, message) => {
  await expect(read({ ...smallRows(), ...over })).rejects.toThrow(message)
})

test('without the file of boxes, the state of the medicine counts', async () => {
  const { 'CIS_CIP_bdpm.txt': _boxes, ...rows } = smallRows()
  await writeBdpm(folder, rows)
  const { medicines, date } = await readBdpm(folder, { today })
  expect(medicines.find(({ cis }) => cis === '60000009')).toMatchObject({ isMarketed: true })
  expect(date).toBe('1998-03-12')
})
