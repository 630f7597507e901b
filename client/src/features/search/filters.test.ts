import { expect, it } from 'vitest'
import { addressOf, filtersIn, isNarrowed, searchOf } from './filters.ts'

const CASE = '6c2a3f52-6f1c-4e0b-9a51-2f1f9a7e66c1'
const FULL = {
  q: 'chute',
  place: `case:${CASE}`,
  by: CASE,
  kind: 'message',
  from: '2026-03-01',
  to: '2026-03-09',
} as const

it('comes back from the address as it went in', () => expect(filtersIn(addressOf(FULL))).toEqual(FULL))

it('leaves out of the address what is not set', () =>
  expect(addressOf(filtersIn({ q: 'chute' }))).toEqual({ q: 'chute' }))

it.each([
  ['a place that is none', { ou: 'team:1' }],
  ['a kind that is none', { nature: 'poem' }],
  ['a day that is none', { du: 'hier' }],
  ['a list', { nature: ['message', 'task'] }],
])('takes no notice of %s', (_what, query) => expect(isNarrowed(filtersIn(query))).toBe(false))

it('asks the server in a situation or in a conversation', () => {
  expect(searchOf(FULL)).toEqual({
    ...{ q: 'chute', caseId: CASE, by: CASE, kind: 'message' },
    ...{ from: '2026-03-01', to: '2026-03-09' },
  })
  expect(searchOf(filtersIn({ q: 'a', ou: `conversation:${CASE}` }))).toEqual({
    q: 'a',
    conversationId: CASE,
  })
})
