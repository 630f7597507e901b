import type { PatientCase } from '@colloque/domain'
import { expect, it } from 'vitest'
import { findCases } from './findCases.ts'

const held = (
  id: string,
  birthName: string,
  firstNames: string,
  values: Partial<PatientCase> & { usedName?: string } = {},
) => ({
  id,
  after: {
    patient: { birthName, firstNames, usedName: values.usedName ?? null },
    reason: 'Sortie d’hôpital',
    status: 'open',
    ...values,
  } as PatientCase,
})

const cases = [
  held('t', 'Tréhet', 'Odette'),
  held('l', 'Le Bihan', 'André'),
  held('c', 'Corbineau', 'Anne', { usedName: 'Œuvrard' }),
  held('x', 'Trévise', 'Marc', { status: 'closed' }),
]
const found = (query: string, recent: string[] = []) => findCases(cases, query, recent).map(({ id }) => id)

it('finds by the beginnings of names, without accents', () => {
  expect(found('tre')).toEqual(['t', 'x'])
  expect(found('andre bih')).toEqual(['l'])
  expect(found('oeuv')).toEqual(['c'])
  expect(found('ihan')).toEqual([])
})

it('finds by birth name too, and by reason after names', () => {
  expect(found('corb')).toEqual(['c'])
  expect(found('sortie')).toHaveLength(4)
})

it('shows all before a word is typed, those looked at lately first', () => {
  expect(found('', ['l', 't'])).toEqual(['l', 't', 'c', 'x'])
})
