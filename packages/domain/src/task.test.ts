import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from './errors.ts'
import type { Profession } from './profession.ts'
import {
  abandonTask,
  claimTask,
  completeTask,
  holdTask,
  releaseTask,
  resumeTask,
  TASK_TRANSITIONS,
  type TaskAct,
} from './task-acts.ts'
import { isTaskEnded, newTask, type Task } from './task.ts'

const AT = '2026-03-09T14:30:00.000Z'
const NURSE = { accountId: '00000000-0000-4000-8000-000000000001', profession: 'nurse' as Profession }
const COLLEAGUE = { accountId: '00000000-0000-4000-8000-000000000002', profession: 'nurse' as Profession }
const DOCTOR = { accountId: '00000000-0000-4000-8000-000000000003', profession: 'physician' as Profession }
const PEOPLE = [NURSE, COLLEAGUE, DOCTOR]

const buildTask = (over: Partial<Task> = {}): Task =>
  newTask({
    caseId: '00000000-0000-4000-8000-0000000000aa',
    title: 'Pansement',
    forProfession: 'nurse',
    createdBy: DOCTOR.accountId,
    createdAt: AT,
    ...over,
  })

const ACTS: Record<TaskAct, (task: Task, worker: typeof NURSE) => Task> = {
  claim: (task, worker) => claimTask(task, worker, AT),
  release: (task, worker) => releaseTask(task, worker, 'raison'),
  hold: (task, worker) => holdTask(task, worker, 'laboratoire'),
  resume: (task, worker) => resumeTask(task, worker),
  complete: (task, worker) => completeTask(task, worker, AT, null),
  abandon: (task, worker) => abandonTask(task, worker, AT, 'refus'),
}

describe('the state machine of a task', () => {
  it('never has two holders, never leaves its end, and follows the published transitions alone', () => {
    const act = fc.record({
      act: fc.constantFrom(...(Object.keys(ACTS) as TaskAct[])),
      worker: fc.constantFrom(...PEOPLE),
    })
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let task = buildTask()
        for (const { act: name, worker } of acts) {
          const before = task
          try {
            task = ACTS[name](task, worker)
          } catch (error) {
            expect(error).toBeInstanceOf(DomainError)
            continue
          }
          if (task === before) continue
          expect(isTaskEnded(before)).toBe(false)
          const steps: Partial<Record<TaskAct, string>> = TASK_TRANSITIONS[before.status]
          // Completing a free task claims it in the same act.
          const expected = name === 'complete' && before.status === 'open' ? 'done' : steps[name]
          expect(task.status).toBe(expected)
          expect(task.claimed !== null).toBe(
            task.status === 'open' ? false : (before.claimed ?? task.claimed) !== null,
          )
          if (before.claimed && task.claimed) expect(task.claimed.by).toBe(before.claimed.by)
          if (task.status === 'waiting') expect(task.waitingFor).not.toBeNull()
          else expect(task.waitingFor).toBeNull()
        }
      }),
    )
  })

  it('tells the second who came first', () => {
    const held = claimTask(buildTask(), NURSE, AT)
    expect(() => claimTask(held, COLLEAGUE, AT)).toThrow(
      expect.objectContaining({ code: 'already_claimed', data: { by: NURSE.accountId, at: AT } }),
    )
    expect(claimTask(held, NURSE, '2027-01-01T00:00:00.000Z')).toBe(held)
  })

  it('is taken by the profession or the person that it is for, and by anybody of the circle when it is for all', () => {
    expect(() => claimTask(buildTask(), DOCTOR, AT)).toThrow(expect.objectContaining({ code: 'invalid' }))
    expect(() => claimTask(buildTask({ forAccount: COLLEAGUE.accountId }), NURSE, AT)).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
    expect(claimTask(buildTask({ forProfession: null }), DOCTOR, AT).claimed?.by).toBe(DOCTOR.accountId)
  })

  it('may be called off by whoever asked for it, unless somebody else holds it', () => {
    expect(abandonTask(buildTask(), DOCTOR, AT, 'plus utile').status).toBe('notDone')
    const held = claimTask(buildTask({ createdBy: COLLEAGUE.accountId }), NURSE, AT)
    expect(() => abandonTask(held, DOCTOR, AT, 'x')).toThrow(
      expect.objectContaining({ code: 'already_claimed' }),
    )
  })
})
