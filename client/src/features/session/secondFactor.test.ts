import { DomainError } from '@colloque/domain'
import { expect, it } from 'vitest'
import { inGroups, isStepOver } from './secondFactor.ts'

const refused = (data: Record<string, unknown>) => new DomainError('unauthenticated', data)

it('a step is over with its ticket, or its last try', () => {
  expect(isStepOver(refused({ why: 'ticket' }))).toBe(true)
  expect(isStepOver(refused({ why: 'wrong_code', triesLeft: 0 }))).toBe(true)
  expect(isStepOver(refused({ why: 'wrong_code', triesLeft: 1 }))).toBe(false)
  expect(isStepOver(new Error('ticket'))).toBe(false)
})

it.each([
  ['ABCDEFGHIJ', 'ABCD EFGH IJ'],
  ['ABCDEFGH', 'ABCD EFGH'],
  ['', ''],
])('%s is typed as %s', (secret, typed) => {
  expect(inGroups(secret)).toBe(typed)
})
