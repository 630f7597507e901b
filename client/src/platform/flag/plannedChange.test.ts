import { TreatmentChangeSchema } from '@colloque/domain'
import { expect, it } from 'vitest'
import { changed, isComplete, plannedChange, shortName, treatmentChanges } from './plannedChange.ts'

const ID = '0192f7a0-0000-7000-8000-000000000001'
const kardegic = {
  id: ID,
  after: { name: 'Kardégic 75 mg, sachet', posology: '1 sachet', moments: { noon: '1' }, indication: 'AVC' },
}

it('changes nothing unless its act says so', () => {
  const line = plannedChange(kardegic)
  expect(changed([line])).toEqual([])
  expect(treatmentChanges([line])).toEqual([])
})

it('sends stop, pause and a dose by moments as the contract takes them, and takes away words that were emptied', () => {
  const moved = plannedChange(kardegic, 'change')
  Object.assign(moved, { posology: ' ', moments: { ...moved.moments, noon: '', evening: ' 1 ' } })
  const paused = { ...plannedChange(kardegic, 'pause'), until: '2026-03-12' }
  const changes = treatmentChanges([
    plannedChange(kardegic, 'stop'),
    plannedChange(kardegic, 'pause'),
    paused,
    moved,
  ])
  expect(changes).toEqual([
    { act: 'stop', medicationId: ID },
    { act: 'pause', medicationId: ID },
    { act: 'pause', medicationId: ID, until: '2026-03-12' },
    { act: 'change', medicationId: ID, posology: null, moments: { evening: '1' } },
  ])
  for (const change of changes) expect(TreatmentChangeSchema.safeParse(change).success).toBe(true)
})

it('replaces by another line for the same indication, whose dose begins empty', () => {
  const line = plannedChange(kardegic, 'replace')
  expect(isComplete(line)).toBe(false)
  Object.assign(line, { by: ' Clopidogrel 75 mg ', atc: 'B01AC04' })
  line.moments.morning = '1'
  expect(treatmentChanges([line])).toEqual([
    { act: 'stop', medicationId: ID },
    { act: 'add', name: 'Clopidogrel 75 mg', atc: 'B01AC04', indication: 'AVC', moments: { morning: '1' } },
  ])
})

it('is not complete while a new dose is not written', () => {
  const line = plannedChange(kardegic, 'change')
  expect(isComplete(line)).toBe(false)
  line.posology = '1 sachet au repas'
  expect(isComplete(line)).toBe(true)
  Object.assign(line, { posology: '', moments: { morning: '', noon: ' ', evening: '', night: '' } })
  expect(isComplete(line)).toBe(false)
})

it('shortens a name at its form, never inside a dose', () => {
  expect(shortName('Clarithromycine 500 mg, comprimé')).toBe('Clarithromycine 500 mg')
  expect(shortName('Apixaban 2,5 mg')).toBe('Apixaban 2,5 mg')
  expect(shortName('Apixaban 2,5 mg, comprimé')).toBe('Apixaban 2,5 mg')
})
