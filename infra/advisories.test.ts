import { expect, it } from 'vitest'
import { advisoriesIn } from './advisories.mjs'

it('reads the advisories of an answer', () => {
  const advisory = { module_name: 'left-pad', severity: 'high', title: 'Pads too far' }
  expect(advisoriesIn(`warning\n${JSON.stringify({ advisories: { 1: advisory } })}`)).toEqual([advisory])
  expect(advisoriesIn('{"advisories":{},"metadata":{}}')).toEqual([])
})

it('tells that there was no answer from that there is nothing', () => {
  expect(advisoriesIn('Error: responded with 405')).toBeUndefined()
  expect(advisoriesIn('{"error":{"code":"ERR"}}')).toBeUndefined()
  expect(advisoriesIn('{ broken')).toBeUndefined()
})
