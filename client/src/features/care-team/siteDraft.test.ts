import { expect, it } from 'vitest'
import { finessState, siteOf } from './siteDraft.ts'

const typed = { id: 's', name: ' Le Moulin ', address: '', finess: '' }

it('checks a FINESS number as it is typed, spaces and all', () => {
  expect(finessState(' ')).toBe('empty')
  expect(finessState('75 010 00 18')).toBe('right')
  expect(finessState('75 010 00')).toBe('wrong')
  expect(finessState('750 100 019')).toBe('wrong')
  expect(finessState('2a0000014')).toBe('unchecked')
})

it('keeps a site only with a name, and without a wrong number', () => {
  expect(siteOf(typed)).toEqual({ id: 's', name: 'Le Moulin', address: null, finess: null })
  expect(siteOf({ ...typed, name: ' ' })).toBeUndefined()
  expect(siteOf({ ...typed, finess: '750 100 019' })).toBeUndefined()
  expect(siteOf({ ...typed, finess: '750 100 018' })?.finess).toBe('750100018')
})
