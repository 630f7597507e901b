import { describe, expect, it } from 'vitest'
import { taskWaitsFor } from './queue-tasks.ts'
import type { Task, Worker } from './task.ts'
import { AT, buildTask, COLLEAGUE, DOCTOR, NURSE, PHARMACIST } from './testing/tasks.ts'

const END_OF_DAY = '2026-03-09T22:59:59.999Z'
const TODAY = '2026-03-09T16:00:00.000Z'
const TOMORROW = '2026-03-10T16:00:00.000Z'
const BLOCKER = '00000000-0000-4000-8000-0000000000b1'
const held = { status: 'claimed', claimed: { by: NURSE.accountId, at: AT } } as const
const waits = (reader: Worker, over: Partial<Task>, blocker?: Task) => {
  const task = taskWaitsFor(
    reader,
    buildTask(over),
    (id) => (id === BLOCKER ? blocker : undefined),
    END_OF_DAY,
  )
  return task && [task.kind, task.band]
}

describe('a task waits', () => {
  it('for its holder, whoever does it for them, and whoever it was offered to', () => {
    const delegate = { accountId: DOCTOR.accountId, by: NURSE.accountId, at: AT }
    const handover = { to: COLLEAGUE.accountId, note: null, by: NURSE.accountId, at: TODAY }
    const over = { ...held, delegate, handover }
    expect(waits(NURSE, over)).toEqual(['task', 'later'])
    expect(waits(DOCTOR, over)).toEqual(['task', 'later'])
    expect(taskWaitsFor(COLLEAGUE, buildTask(over), () => undefined, END_OF_DAY)).toEqual({
      kind: 'handover',
      band: 'today',
      by: NURSE.accountId,
      since: TODAY,
      dueAt: null,
    })
    expect(waits(COLLEAGUE, { ...over, urgency: 'urgent' })).toEqual(['handover', 'urgent'])
    expect(waits(PHARMACIST, over)).toBeUndefined()
    expect(waits(COLLEAGUE, { ...over, status: 'done' })).toBeUndefined()
  })

  it('today when it is due, to be called about or reminded of today', () => {
    const outside = (nextCallAt: string | null) => ({
      ...{ ...held, status: 'waiting' as const, waitingFor: 'Sa fille', dueAt: TODAY },
      waiting: { for: 'Sa fille', who: null, phone: null, nextCallAt, calls: [] },
    })
    expect(waits(NURSE, { ...held, dueAt: TODAY })).toEqual(['task', 'today'])
    expect(waits(NURSE, { ...held, dueAt: TOMORROW })).toEqual(['task', 'later'])
    expect(waits(NURSE, { ...held, dueAt: TOMORROW, remindAt: TODAY })).toEqual(['task', 'today'])
    expect(waits(NURSE, outside(TODAY))).toEqual(['task', 'today'])
    expect(waits(NURSE, outside(TOMORROW))).toEqual(['task', 'later'])
    expect(waits(NURSE, outside(null))).toEqual(['task', 'later'])
  })

  it('later while it waits for others, though it is due', () => {
    const over = { ...held, dueAt: TODAY, dependsOn: [BLOCKER] }
    expect(waits(NURSE, over, buildTask())).toEqual(['task', 'later'])
    expect(waits(NURSE, over, buildTask({ status: 'done' }))).toEqual(['task', 'today'])
  })

  it('for each profession whose part of it is to do, whoever holds the whole', () => {
    const done = { by: NURSE.accountId, at: AT }
    const joint = [
      { profession: 'nurse' as const, done, note: null },
      { profession: 'pharmacist' as const, done: null, note: null },
    ]
    const over = { ...held, forProfession: null, joint }
    expect(waits(PHARMACIST, over)).toEqual(['freeTask', 'later'])
    expect(waits(COLLEAGUE, over)).toBeUndefined()
    expect(waits(NURSE, over)).toEqual(['task', 'later'])
  })

  it('for those whom the ladder asks once it is overdue', () => {
    const step = { rung: 'referent' as const, at: AT, accountIds: [DOCTOR.accountId, NURSE.accountId] }
    const overdue = { steps: [step], nextAt: null }
    const due = '2026-03-01T10:00:00.000Z'
    expect(waits(DOCTOR, { ...held, dueAt: due, overdue })).toEqual(['overdue', 'today'])
    expect(waits(DOCTOR, { ...held, dueAt: due, overdue, urgency: 'urgent' })).toEqual(['overdue', 'urgent'])
    expect(waits(NURSE, { ...held, overdue })).toEqual(['task', 'today'])
    expect(waits(DOCTOR, { ...held, overdue, status: 'done' })).toBeUndefined()
  })
})
