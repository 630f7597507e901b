import { DomainError } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { handOn, neededBeside, takeBegun } from './begunSignIn.ts'

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

it('a sign-in that began elsewhere is taken up once', () => {
  const enrolment = { why: 'second_factor_enrolment', ticket } as const
  handOn(enrolment)
  expect(takeBegun()).toEqual(enrolment)
  expect(takeBegun()).toBeUndefined()
})
