import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readBdpm } from './read-bdpm.ts'

const FOLDER = process.env['COLLOQUE_TEST_BDPM'] ?? resolve('../shared/data/external/bdpm')
const isThere = existsSync(FOLDER)

test.skipIf(!isThere)(
  `the published files are read whole${isThere ? '' : ` (skipped: no folder ${FOLDER}; COLLOQUE_TEST_BDPM names another)`}`,
  { timeout: 60_000 },
  async () => {
    const { medicines, rejected } = await readBdpm(FOLDER, { today: new Date().toISOString().slice(0, 10) })
    expect(medicines.length).toBeGreaterThan(15_000)
    expect(rejected.length).toBeLessThan(50)
    const named = (start: string) => medicines.find(({ name }) => name.startsWith(start))
    expect(named('COUMADINE 5 mg')).toMatchObject({ substances: ['warfarine'], atc: 'B01AA03' })
    expect(named('KARDEGIC 75 mg')).toMatchObject({ atc: 'B01AC06', atcFrom: 'mitm', strength: '75 mg' })
    expect(named('ASPEGIC 500 mg')).toMatchObject({ substances: ['acide acétylsalicylique'], atc: null })
    expect(medicines.filter(({ atc }) => atc).length / medicines.length).toBeGreaterThan(0.7)
  },
)
