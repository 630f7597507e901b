import { describe, expect, it } from 'vitest'
import type { Askable } from './asked.ts'
import { climbOverdue, remindedOf, TASK_ESCALATION_AT_FIRST } from './task-overdue.ts'
import { newTask, type Task } from './task.ts'

const NOW = '2026-11-20T09:00:00.000Z'
const person = (
  accountId: string,
  profession: Askable['profession'],
  over: Partial<Askable> = {},
): Askable => ({
  ...{ accountId, profession, role: 'member', status: 'active' },
  ...over,
})
const members = [
  person('doctor', 'physician', { role: 'referent' }),
  person('ada', 'nurse'),
  person('bea', 'nurse'),
  person('gone', 'nurse', { status: 'left' }),
  person('nadia', 'coordinator'),
]
const task = (over: Partial<Task> = {}): Task =>
  newTask({ caseId: 'case', title: 'Pansement', createdBy: 'doctor', createdAt: NOW, dueAt: NOW, ...over })
const held = (by: string) => ({ status: 'claimed' as const, claimed: { by, at: NOW } })

/** Takes every step. */
function steps(of: Task) {
  let overdue = of.overdue
  for (let runs = 0; overdue === null || overdue.nextAt !== null; runs++) {
    expect(runs).toBeLessThan(5)
    overdue = climbOverdue({
      task: { ...of, overdue },
      members,
      settings: TASK_ESCALATION_AT_FIRST,
      now: NOW,
    })
  }
  return overdue.steps.map(({ rung, accountIds }) => [rung, ...accountIds])
}

describe('the ladder of an overdue task', () => {
  it('asks its holder, their profession, the referent and the coordinator, each once', () => {
    expect(steps(task(held('ada')))).toEqual([
      ['holder', 'ada'],
      ['profession', 'bea'],
      ['referent', 'doctor'],
      ['coordinator', 'nadia'],
    ])
  })

  it('asks whoever does it for the holder too, and the person that a free one is for', () => {
    const delegate = { accountId: 'bea', by: 'ada', at: NOW }
    expect(steps(task({ ...held('ada'), delegate }))[0]).toEqual(['holder', 'ada', 'bea'])
    expect(steps(task({ forAccount: 'nadia' }))[0]).toEqual(['holder', 'nadia'])
  })

  it('of a joint task asks the professions whose part is still to do', () => {
    const part = { note: null, done: null }
    const joint = [
      { ...part, profession: 'nurse' as const },
      { ...part, profession: 'physician' as const, done: { by: 'doctor', at: NOW } },
    ]
    expect(steps(task({ joint })).slice(0, 2)).toEqual([['holder'], ['profession', 'ada', 'bea']])
  })

  it('passes rungs on which nobody new stands, in the same step', () => {
    const first = climbOverdue({
      ...{ task: task({ forProfession: 'pharmacist' }), members, now: NOW },
      settings: { overdueMinutes: 0, delayMinutes: 60 },
    })
    expect(first).toEqual({
      steps: [
        { rung: 'holder', at: NOW, accountIds: [] },
        { rung: 'profession', at: NOW, accountIds: [] },
        { rung: 'referent', at: NOW, accountIds: ['doctor'] },
      ],
      nextAt: '2026-11-20T10:00:00.000Z',
    })
  })
})

it('a reminder is for whoever answers for the task, else its profession, else its author', () => {
  expect(remindedOf(task(held('ada')), members)).toEqual(['ada'])
  expect(remindedOf(task({ forAccount: 'bea' }), members)).toEqual(['bea'])
  expect(remindedOf(task({ forProfession: 'nurse' }), members)).toEqual(['ada', 'bea'])
  expect(remindedOf(task({ forProfession: 'pharmacist' }), members)).toEqual(['doctor'])
  expect(remindedOf(task(), members)).toEqual(['doctor'])
  // Whoever has left is not reminded, whatever they held.
  expect(remindedOf(task(held('gone')), members)).toEqual(['doctor'])
})
