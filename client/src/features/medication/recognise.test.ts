import { searchMedications } from '@colloque/interactions'
import { expect, it } from 'vitest'
import { recognise, splitPasted, suggest } from './recognise.ts'

it('suggests for a line of a prescription, by its first words', () => {
  const [best] = suggest('Clarithromycine 500 mg 1 comprimé matin et soir 7 jours', searchMedications)
  expect(best?.atc).toBe('J01FA09')
  expect(suggest('xyz', searchMedications)).toEqual([])
  expect(suggest('  ', searchMedications)).toEqual([])
})

it('recognises a substance or a brand that has one code, and guesses at nothing else', () => {
  expect(recognise('Clarithromycine 250 mg', searchMedications)?.atc).toBe('J01FA09')
  expect(recognise('doliprane 500', searchMedications)?.atc).toBe('N02BE01')
  expect(recognise('Tisane', searchMedications)).toBeUndefined()
  expect(recognise('clar', searchMedications)).toBeUndefined()
  expect(recognise('Paracétamol codéine 500 mg/30 mg', searchMedications)).toBeUndefined()
  expect(recognise('Ramipril hydrochlorothiazide', searchMedications)).toBeUndefined()
})

it('finds the posology in what was pasted', () => {
  expect(splitPasted('Clarithromycine 500 mg, 1 comprimé matin\n et soir')).toEqual({
    name: 'Clarithromycine 500 mg',
    posology: '1 comprimé matin et soir',
  })
  expect(splitPasted('Paracétamol 1 g, comprimé')).toEqual({
    name: 'Paracétamol 1 g, comprimé',
    posology: '',
  })
  expect(splitPasted('Apixaban 2,5 mg, 1 comprimé matin et soir')).toEqual({
    name: 'Apixaban 2,5 mg',
    posology: '1 comprimé matin et soir',
  })
  expect(splitPasted('Apixaban 2,5 mg')).toEqual({ name: 'Apixaban 2,5 mg', posology: '' })
})
