import { ESCALATION_AT_FIRST, newMessage, startEscalation, takeCharge, type Askable } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { ladderEnd, nextStep } from './ladder.ts'

const AT = '2026-11-22T14:10:00.000Z'
const member = (
  accountId: string,
  profession: Askable['profession'],
  role: Askable['role'] = 'member',
): Askable => ({
  accountId,
  profession,
  role,
  status: 'active',
})
const circle = [
  member('maelle', 'nurse'),
  member('samuel', 'nurse'),
  member('helene', 'physician', 'referent'),
  member('nadia', 'coordinator'),
]
const urgent = newMessage({
  authorId: 'nadia',
  text: 'Chute',
  postedAt: AT,
  urgency: 'urgent',
  to: { accountIds: ['maelle'], professions: [] },
  asked: [{ accountId: 'maelle', via: 'name', insteadOf: null }],
  escalation: startEscalation(ESCALATION_AT_FIRST, AT),
})

describe('the next step of the ladder', () => {
  it('asks the rest of the profession of those asked first', () => {
    expect(nextStep(urgent, circle)).toEqual({
      at: '2026-11-22T14:25:00.000Z',
      rung: 'profession',
      accountIds: ['samuel'],
    })
  })

  it('passes over a rung that has nobody new', () => {
    const without = circle.filter(({ accountId }) => accountId !== 'samuel')
    expect(nextStep(urgent, without)).toMatchObject({ rung: 'referent', accountIds: ['helene'] })
  })

  it('says when nobody is left to ask', () => {
    expect(nextStep(urgent, [member('maelle', 'nurse'), member('nadia', 'coordinator')])).toMatchObject({
      rung: undefined,
      accountIds: [],
    })
  })
})

it('ends with whoever takes charge', () => {
  const taken = takeCharge(urgent, { by: 'maelle', at: AT })
  expect(nextStep(taken, circle)).toBeUndefined()
  expect(ladderEnd(taken)).toEqual({ by: 'maelle', at: AT, why: 'charge' })
  expect(ladderEnd(urgent)).toBeUndefined()
})
