import { expect, it } from 'vitest'
import { findLinks, type LinkChoice } from './linkSearch.ts'

const tasks: LinkChoice[] = [
  { type: 'task', id: '1', label: 'Refaire le pansement du talon' },
  { type: 'task', id: '2', label: 'Peser Mme Aubert' },
]
const files: LinkChoice[] = Array.from({ length: 20 }, (_, at) => ({
  type: 'file',
  id: String(at),
  label: `Ordonnance ${at}.pdf`,
}))
const idsOf = (found: LinkChoice[][]) => found.map((group) => group.map(({ id }) => id))

it('offers the first of each kind while nothing is asked', () => {
  const [first, second] = findLinks([tasks, files], '', [])
  expect(first).toEqual(tasks)
  expect(second).toHaveLength(8)
})

it('finds by the beginnings of words, without accents or case, in any order', () => {
  expect(idsOf(findLinks([tasks, files], 'TALON pans', []))).toEqual([['1']])
  expect(findLinks([tasks, files], 'radio', [])).toEqual([])
})

it('leaves out what the card has, by kind and id', () => {
  expect(idsOf(findLinks([tasks], '', [{ type: 'task', id: '1' }]))).toEqual([['2']])
  expect(idsOf(findLinks([tasks], '', [{ type: 'file', id: '1' }]))).toEqual([['1', '2']])
})

it('looks beyond the first ones when asked for one', () => {
  expect(idsOf(findLinks([files], 'ordonnance 19', []))).toEqual([['19']])
})
