import { DomainError } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { inGroups, isStepOver, neededBeside } from './secondFactor.ts'

const ticket = 'aBc-_9'.repeat(6)
const refused = (data: Record<string, unknown>, code: 'unauthenticated' | 'invalid' = 'unauthenticated') =>
  new DomainError(code, data)

describe('after a right password', () => {
  it('asks for what the server names', () => {
    const needed = { why: 'second_factor', ticket, factors: ['totp', 'passkey'] }
    expect(neededBeside(refused(needed))).toEqual(needed)
    const enrolment = { why: 'second_factor_enrolment', ticket }
    expect(neededBeside(refused(enrolment))).toEqual(enrolment)
  })

  it('asks for nothing after any other refusal', () => {
    expect(neededBeside(refused({ why: 'wrong_email_or_password' }))).toBeUndefined()
    expect(neededBeside(refused({ why: 'second_factor', ticket, factors: ['smoke'] }))).toBeUndefined()
    expect(neededBeside(refused({ why: 'second_factor_enrolment', ticket }, 'invalid'))).toBeUndefined()
    expect(neededBeside(new TypeError('no'))).toBeUndefined()
  })
})

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
