import { expect, it } from 'vitest'
import { treatmentText } from './treatmentText.ts'

const text = {
  person: 'MOREL Jeanne',
  title: 'Traitement au 9 mars 2026',
  facts: ['Allergies : pénicilline'],
  empty: 'Aucun médicament noté.',
  note: 'Liste partagée, non certifiée.',
}

it('has a line for each medicine, and says what the list is', () => {
  const lines = [{ name: 'Ramipril 5 mg', dose: '1 matin', since: 'depuis le 2 mars' }]
  expect(treatmentText({ ...text, lines })).toBe(
    'MOREL Jeanne\nAllergies : pénicilline\n\nTraitement au 9 mars 2026\n' +
      '- Ramipril 5 mg : 1 matin, depuis le 2 mars\n\nListe partagée, non certifiée.',
  )
})

it('an empty list says so', () => {
  expect(treatmentText({ ...text, lines: [] })).toContain('\nAucun médicament noté.\n')
})
