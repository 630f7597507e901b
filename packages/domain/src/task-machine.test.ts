import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from './errors.ts'
import { abandonTask, claimTask, completeTask, releaseTask, reopenTask } from './task-acts.ts'
import { checkItem } from './task-completion.ts'
import { acceptTask, declineTask, delegateTask, offerTask } from './task-handover.ts'
import { mayTakeStep, TASK_TRANSITIONS, type TaskStep, type TaskTransition } from './task-machine.ts'
import { updateTask } from './task-update.ts'
import { holdTask, logCall, resumeTask } from './task-waiting.ts'
import { isTaskEnded, TASK_STATUSES, TaskSchema, type Task, type Worker } from './task.ts'
import { AT, AUTHOR, buildTask, COLLEAGUE, DOCTOR, NURSE, PEOPLE } from './testing/tasks.ts'

const ITEM = '00000000-0000-4000-8000-0000000000bb'
const isChecked = ({ checklist }: Task) => checklist.some(({ done }) => done !== null)
type Step = (task: Task, worker: Worker, other: Worker, at: string) => Task
const STEPS: Record<TaskStep, Step> = {
  claim: (task, worker, _, at) => claimTask(task, worker, at),
  release: (task, worker) => releaseTask(task, worker, 'raison'),
  hold: (task, worker) => holdTask(task, worker, 'laboratoire'),
  resume: (task, worker) => resumeTask(task, worker),
  complete: (task, worker, _, at) => completeTask(task, worker, at, null),
  abandon: (task, worker, _, at) => abandonTask(task, worker, at, 'refus', 'refused'),
  reopen: (task, worker, _, at) => reopenTask(task, worker, at),
  offer: (task, worker, other, at) => offerTask(task, worker, other, null, at),
  accept: (task, worker, _, at) => acceptTask(task, worker, at),
  decline: (task, worker) => declineTask(task, worker, 'raison'),
  delegate: (task, worker, other, at) => delegateTask(task, worker, other === worker ? null : other, at),
  logCall: (task, worker, _, at) =>
    logCall(task, worker, { by: worker.accountId, at, result: 'reached', note: null }, null),
  check: (task, worker, _, at) => checkItem(task, worker, ITEM, !isChecked(task), at),
  update: (task, worker) => updateTask(task, worker, { title: `${task.title.slice(0, 20)} !` }),
}
const STEP_NAMES = Object.keys(STEPS) as TaskStep[]

const aTask = fc.constantFrom(
  buildTask(),
  buildTask({ forProfession: null }),
  buildTask({ forAccount: COLLEAGUE.accountId }),
  buildTask({
    forProfession: null,
    joint: [
      { profession: 'nurse', done: null, note: null },
      { profession: 'physician', done: null, note: null },
    ],
  }),
)
const aWalk = fc.array(
  fc.record({
    step: fc.constantFrom(...STEP_NAMES),
    worker: fc.constantFrom(...PEOPLE),
    other: fc.constantFrom(...PEOPLE),
    hours: fc.constantFrom(0, 1, 30),
  }),
  { maxLength: 40 },
)

/** Walks through random steps of random people, and shows each that was taken. */
function walk(
  start: Task,
  steps: readonly { step: TaskStep; worker: Worker; other: Worker; hours: number }[],
  onStep: (before: Task, step: TaskStep, worker: Worker, after: Task, at: string) => void,
): void {
  let task: Task = { ...start, checklist: [{ id: ITEM, text: 'Gants', done: null }] }
  let now = Date.parse(AT)
  for (const { step, worker, other, hours } of steps) {
    now += hours * 3_600_000
    const at = new Date(now).toISOString()
    const before = task
    try {
      task = STEPS[step](task, worker, other, at)
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError)
      continue
    }
    if (task !== before) onStep(before, step, worker, task, at)
  }
}

const transitionOf = (task: Task, step: TaskStep) =>
  (TASK_TRANSITIONS[task.status] as Partial<Record<TaskStep, TaskTransition>>)[step]

describe('the state machine of a task', () => {
  it('takes a task only where it says, and lets only those do it whom it names', () => {
    fc.assert(
      fc.property(aTask, aWalk, (start, steps) => {
        walk(start, steps, (before, step, worker, after, at) => {
          expect(transitionOf(before, step)?.to).toContain(after.status)
          expect(mayTakeStep(before, step, worker, at)).toBe(true)
          expect(TaskSchema.parse(after)).toEqual(after)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('never has two holders: a task changes hands by being free, or accepted by whom its holder offered it to', () => {
    fc.assert(
      fc.property(aTask, aWalk, (start, steps) => {
        walk(start, steps, (before, step, worker, after) => {
          const [from, to] = [before.claimed?.by, after.claimed?.by]
          if (from === to) return
          if (to === undefined) expect([step, worker.accountId]).toEqual(['release', from])
          else if (from === undefined) expect(worker.accountId).toBe(to)
          else {
            expect(step).toBe('accept')
            expect(before.handover).toMatchObject({ to: worker.accountId, by: from })
            expect(worker.accountId).toBe(to)
          }
        })
      }),
      { numRuns: 500 },
    )
  })

  it('leaves what has ended ended, until it is reopened by its author, or within a day by whoever ended it', () => {
    fc.assert(
      fc.property(aTask, aWalk, (start, steps) => {
        walk(start, steps, (before, step, worker, after, at) => {
          expect(after.ended !== null).toBe(isTaskEnded(after))
          expect(after.outcome !== null).toBe(isTaskEnded(after))
          if (!isTaskEnded(before)) return
          expect(step).toBe('reopen')
          const hours = (Date.parse(at) - Date.parse(before.ended!.at)) / 3_600_000
          if (worker !== AUTHOR) expect([before.ended!.by, hours <= 24]).toEqual([worker.accountId, true])
        })
      }),
      { numRuns: 500 },
    )
  })

  it('says whom it waits for while it waits, and never else; nothing is offered of what nobody holds', () => {
    fc.assert(
      fc.property(aTask, aWalk, (start, steps) => {
        walk(start, steps, (_before, _step, _worker, after) => {
          expect(after.waiting !== null).toBe(after.status === 'waiting')
          expect(after.waitingFor).toBe(after.waiting?.for ?? null)
          if (after.status === 'open') expect([after.claimed, after.delegate]).toEqual([null, null])
          if (after.status === 'open' || isTaskEnded(after)) expect(after.handover).toBeNull()
          if (after.status === 'claimed' || after.status === 'waiting') expect(after.claimed).not.toBeNull()
          if (after.status === 'done') expect(after.joint.every(({ done }) => done)).toBe(true)
        })
      }),
      { numRuns: 500 },
    )
  })

  it('refuses nobody whom it names', () => {
    fc.assert(
      fc.property(aTask, aWalk, (start, steps) => {
        walk(start, steps, (_before, _step, _worker, task, at) => {
          for (const step of STEP_NAMES) {
            // Whom these two name besides, and what they need to be there, is theirs to check.
            if (step === 'offer' || step === 'delegate' || step === 'decline') continue
            for (const worker of PEOPLE) {
              const again = step === 'claim' && task.claimed?.by === worker.accountId
              const isAllowed = mayTakeStep(task, step, worker, at) || (again && !isTaskEnded(task))
              const act = () => STEPS[step](task, worker, worker, at)
              if (isAllowed) expect(act).not.toThrow()
              else expect(act).toThrow(DomainError)
            }
          }
        })
      }),
      { numRuns: 60 },
    )
  })

  it('has a way into each state, and out of each', () => {
    const reached = Object.values(TASK_TRANSITIONS).flatMap((steps) =>
      Object.values(steps as Record<string, TaskTransition>).flatMap(({ to }) => to),
    )
    expect(new Set(reached)).toEqual(new Set(TASK_STATUSES))
    for (const status of TASK_STATUSES) expect(Object.keys(TASK_TRANSITIONS[status])).not.toEqual([])
  })

  it('has nothing for those who are not named', () => {
    const held = claimTask(buildTask(), NURSE, AT)
    const offered = STEP_NAMES.filter((step) => mayTakeStep(held, step, DOCTOR, AT))
    expect(offered).toEqual([])
  })
})
