import { expect, it } from 'vitest'
import { presetRows } from './presetRows.ts'

const rightsOf = (profession: string | null) =>
  presetRows().find((row) => row.profession === profession)?.rights

it('says what each trade may do, as the domain decides it', () => {
  expect(rightsOf('physician')).toEqual(['whole', 'write', 'measure', 'record', 'prescribe', 'sign'])
  expect(rightsOf('pharmacist')).toEqual(['whole', 'write', 'measure', 'record'])
  expect(rightsOf('coordinator')).not.toContain('measure')
})

it('gives relatives and home helps what is shared, and nothing of the case', () => {
  expect(rightsOf(null)).toEqual(['share'])
  expect(rightsOf('homeHelp')).toEqual(['share'])
})
