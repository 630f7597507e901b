import { expect, it } from 'vitest'
import { changed, isComplete, plannedChanges, shortName, treatmentChange } from './plannedChange.ts'

const medications = [
  { id: 'm1', after: { name: 'Kardégic 75 mg, sachet', posology: '1 sachet le matin' } },
  { id: 'm2', after: { name: 'Apixaban 5 mg', posology: null } },
]
const stopping = (name: string) => `Arrêter ${name}`

it('changes nothing unless the proposal says to stop one of the medications', () => {
  expect(changed(plannedChanges(medications, null, stopping))).toEqual([])
  expect(changed(plannedChanges(medications, 'Diminuer la dose', stopping))).toEqual([])
  expect(changed(plannedChanges(medications, 'Arrêter Kardégic 75 mg', stopping))).toMatchObject([
    { medicationId: 'm1', act: 'stop' },
  ])
})

it('sends what is stopped and what is altered, and no empty list', () => {
  const plan = plannedChanges(medications, 'Arrêter Kardégic 75 mg', stopping)
  expect(treatmentChange(plan)).toEqual({ stopMedicationIds: ['m1'] })
  expect(treatmentChange(plannedChanges(medications, null, stopping))).toEqual({})
  Object.assign(plan[1]!, { act: 'change', posology: ' 2,5 mg matin et soir ' })
  expect(treatmentChange(plan)).toEqual({
    stopMedicationIds: ['m1'],
    changePosology: [{ medicationId: 'm2', posology: '2,5 mg matin et soir' }],
  })
})

it('is not complete while a new posology is not written', () => {
  const plan = plannedChanges(medications, null, stopping)
  expect(isComplete(plan)).toBe(true)
  Object.assign(plan[1]!, { act: 'change', posology: '  ' })
  expect(isComplete(plan)).toBe(false)
})

it('shortens a name at its form, never inside a dose', () => {
  expect(shortName('Clarithromycine 500 mg, comprimé')).toBe('Clarithromycine 500 mg')
  expect(shortName('Apixaban 2,5 mg')).toBe('Apixaban 2,5 mg')
  expect(shortName('Apixaban 2,5 mg, comprimé')).toBe('Apixaban 2,5 mg')
})
