/** A small folder in the format of the public database, with invented medicines beside well-known names. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BdpmFileName } from '../bdpm-file.ts'

export type Rows = Record<BdpmFileName, string[][]>

const speciality = (cis: string, name: string, form: string, route = 'orale', state = 'Commercialisée') => [
  ...[cis, name, form, route, 'Autorisation active', 'Procédure nationale', state, '12/03/1998', '', ''],
  ...[' LABORATOIRE DES ESSAIS', 'Non'],
]
const component = (
  cis: string,
  substance: string,
  dosage: string,
  nature = 'SA',
  link = '1',
  per = 'un comprimé',
) => [...[cis, 'comprimé', '01234', substance, dosage, per, nature, link]]
const presentation = (cis: string, declared: string, state = 'Déclaration de commercialisation') => [
  ...[cis, cis.slice(1), 'boîte de 30', 'Présentation active', state, declared, `340094${cis.slice(1)}`],
  ...['oui', '65%', '1,195,27', '1,196,29', '1,02', ''],
]

export const smallRows = (): Rows => ({
  'CIS_bdpm.txt': [
    speciality('60000001', 'ESSAILINE 1 g, comprimé', 'comprimé'),
    speciality('60000002', 'AMOXICILLINE DES ESSAIS 1 g, comprimé dispersible', 'comprimé dispersible'),
    speciality('60000003', 'AMOXICILLINE D’ARRÊT 1 g, comprimé', 'comprimé', 'orale', 'Non commercialisée'),
    speciality('60000004', 'DUOPRESSINE 5 mg/160 mg, comprimé pelliculé', 'comprimé pelliculé'),
    speciality('60000005', 'DUOPRESSINE AUTRE 160 mg/5 mg, comprimé', 'comprimé'),
    speciality('60000006', 'LEVOTHYROX 75 microgrammes, comprimé sécable', 'comprimé sécable'),
    speciality('60000007', 'SIROP DES ESSAIS, sirop', 'sirop'),
    speciality('60000008', 'ESSAILINE, pommade', 'pommade', 'cutanée'),
    speciality('60000009', 'ESSAILINE BIS 500 mg, comprimé', 'comprimé'),
  ],
  'CIS_COMPO_bdpm.txt': [
    component('60000001', 'ESSAILINE', '1,00 g'),
    component('60000002', 'AMOXICILLINE TRIHYDRATÉE', '1148 mg'),
    component('60000002', 'AMOXICILLINE', '1,00 g', 'FT'),
    component('60000003', 'AMOXICILLINE', '1 g'),
    component('60000004', 'VALSARTAN', '160 mg', 'SA', '1'),
    component('60000004', "BÉSILATE D'AMLODIPINE", '', 'SA', '2'),
    component('60000004', 'AMLODIPINE', '5 mg', 'FT', '2'),
    component('60000005', 'AMLODIPINE', '5 mg', 'SA', '1'),
    component('60000005', 'VALSARTAN', '160 mg', 'SA', '2'),
    component('60000006', 'LÉVOTHYROXINE SODIQUE ANHYDRE', '72,96 microgrammes'),
    component('60000007', 'OXOMÉMAZINE', '0,033 g', 'SA', '1', '100 ml de sirop'),
    component('60000008', 'ESSAILINE', '2 g', 'SA', '1', '100 g de pommade'),
    component('60000009', 'ESSAILINE', '500 mg'),
  ],
  'CIS_MITM.txt': [
    ['60000001', 'J01XX99', 'ESSAILINE 1 g, comprimé', 'https://example.org'],
    ['60000002', 'J01CA04', 'AMOXICILLINE DES ESSAIS', 'https://example.org'],
    ['60000004', 'C09DB01', 'DUOPRESSINE', 'https://example.org'],
  ],
  'CIS_CIP_bdpm.txt': [
    presentation('60000001', '14/01/2026'),
    presentation('60000002', '29/11/2924'),
    presentation('60000009', '01/02/2020', "Déclaration d'arrêt de commercialisation"),
  ],
})

/** Writes the files as they are published: Windows-1252 where said, CRLF unless said otherwise. */
export async function writeBdpm(
  folder: string,
  rows: Partial<Rows>,
  { encoding = 'utf-8', end = '\r\n' }: { encoding?: 'utf-8' | 'windows-1252'; end?: string } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, lines] of Object.entries(rows)) {
    const text = lines.map((fields) => fields.join('\t') + end).join('')
    // Of what these rows hold, the two differ from Latin-1 in one sign alone.
    const bytes =
      encoding === 'utf-8' ? Buffer.from(text) : Buffer.from(text.replaceAll('’', '\u0092'), 'latin1')
    await writeFile(join(folder, name), bytes)
  }
}
