import { describe, expect, it } from 'vitest'
import { newCircleMember, type CircleMember } from './care-circle.ts'
import {
  canEraseCase,
  canEraseOfOthers,
  confirmsPatient,
  keptUntil,
  requireDecisionsToo,
  requireErasable,
  tasksOfDecision,
} from './erasure.ts'

const at = '2026-01-05T08:00:00.000Z'
const account = (n: number) => `0190a000-0000-7000-8000-00000000000${n}`
const member = (over: Partial<CircleMember>): CircleMember =>
  newCircleMember({
    caseId: account(9),
    accountId: account(1),
    name: 'Ada',
    profession: 'nurse',
    addedBy: account(1),
    addedAt: at,
    ...over,
  })
const entry = (type: string, after: object, createdBy = 'system:moved-messages') => ({
  ...{
    type,
    id: account(5),
    rev: 1,
    after,
    createdSeq: 1,
    seq: 1,
    createdAt: at,
    createdBy,
    at,
    by: createdBy,
  },
})

describe('who may erase', () => {
  it('an author erases their own words, even those that the server brought to the right case', () => {
    expect(() => requireErasable(entry('message', { authorId: account(1) }), member({}))).not.toThrow()
    expect(() => requireErasable(entry('task', {}, account(1)), member({}))).not.toThrow()
  })
  it('a nurse does not erase what somebody else wrote; the referent, a physician and the coordinator do', () => {
    const others = entry('message', { authorId: account(2) })
    expect(() => requireErasable(others, member({}))).toThrow('invalid')
    for (const over of [
      { role: 'referent' },
      { profession: 'physician' },
      { profession: 'coordinator' },
    ] as const)
      expect(() => requireErasable(others, member(over))).not.toThrow()
  })
  it('whoever came in an emergency answers for nothing', () => {
    expect(canEraseOfOthers(member({ profession: 'physician', basis: 'emergency' }))).toBe(false)
    expect(canEraseCase(member({ profession: 'physician', basis: 'emergency' }))).toBe(false)
    expect(canEraseCase(member({ profession: 'coordinator' }))).toBe(false)
  })
  it.each([
    ['planVersion', 'kept_by_law'],
    ['filedMinutes', 'kept_by_law'],
    ['protocolRun', 'corrected_not_erased'],
    ['medication', 'corrected_not_erased'],
    ['flag', 'corrected_not_erased'],
    ['circleMember', 'corrected_not_erased'],
    ['erasure', 'corrected_not_erased'],
  ])('nobody erases a %s by itself', (type, why) => {
    expect(() => requireErasable(entry(type, {}), member({ role: 'referent' }))).toThrow(
      expect.objectContaining({ code: 'invalid', data: expect.objectContaining({ why }) as object }),
    )
  })
})

it('a case is meant by its patient’s name, whatever the capitals and accents', () => {
  const patient = {
    ...{ birthName: 'Lefèbvre', usedName: null, firstNames: 'Jeanne', birthDate: '1941-03-09' },
    ...{ sex: 'female' as const, phone: null, address: null, ins: null },
  }
  expect(confirmsPatient(patient, ' lefebvre  jeanne ')).toBe(true)
  expect(confirmsPatient(patient, 'Lefebvre')).toBe(false)
})

it('years of keeping are counted by the calendar, the 29th of February included', () => {
  expect(keptUntil('2004-02-29T10:00:00.000Z', 20)).toBe('2024-02-29T10:00:00.000Z')
  expect(keptUntil('2005-06-01T10:00:00.000Z', 20)).toBe('2025-06-01T10:00:00.000Z')
})

it('a task of a decision does not go alone: its words stand in the decision', () => {
  const [decisionId, taskId, tellTaskId] = [account(5), account(6), account(7)]
  const decision = entry('decision', { taskId, tellTaskId }) as never
  expect(tasksOfDecision({ taskId, tellTaskId })).toEqual([taskId, tellTaskId])
  expect(() => requireDecisionsToo([decision], (id) => id !== account(8))).not.toThrow()
  expect(() => requireDecisionsToo([decision], () => false)).not.toThrow()
  for (const alone of [taskId, tellTaskId])
    expect(() => requireDecisionsToo([decision], (id) => id === alone)).toThrow(
      expect.objectContaining({
        code: 'conflict',
        data: expect.objectContaining({ why: 'stands_in_decision', ids: [decisionId] }) as object,
      }),
    )
})
