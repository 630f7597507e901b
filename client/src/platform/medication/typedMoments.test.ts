import { expect, it } from 'vitest'
import { shifted, shiftsOf } from './typedMoments.ts'

const none = { morning: '', noon: '', evening: '', night: '' }

it('moves what is taken at one moment to another', () => {
  const evening = { ...none, noon: '0', evening: '1' }
  expect(shiftsOf(evening).map(({ from, to }) => `${from} ${to}`)).toEqual([
    'evening morning',
    'evening noon',
    'evening night',
  ])
  expect(shifted({ ...none, evening: '1' }, { from: 'evening', to: 'morning' })).toEqual({
    ...none,
    morning: '1',
  })
})

it('offers nothing where nothing is taken, or at several moments', () => {
  expect(shiftsOf(none)).toEqual([])
  expect(shiftsOf({ ...none, morning: '1', evening: '1' })).toEqual([])
})
