import { claimTask, newTask, releaseTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { momentOf } from './momentOf.ts'

const MADE = { createdBy: 'youssef', createdAt: '2026-03-01T08:00:00.000Z' }
const LAST = '2026-03-04T08:00:00.000Z'
/** As a stream holds it, last touched by somebody. */
const held = <After>(after: After, by: string) => ({
  ...{ type: 'x', id: 'x', rev: 2, after, ...MADE, at: LAST, by },
})
const task = newTask({ caseId: 'c', title: 'Peser', createdBy: 'youssef', createdAt: MADE.createdAt })
const nurse = { accountId: 'maelle', profession: 'nurse' as const }
const taken = claimTask(task, nurse, '2026-03-02T08:00:00.000Z')
const momentOfTask = (after: Task, by: string) => momentOf('task', held(after, by) as never)

it('a message is its author’s, whoever has acknowledged it since', () => {
  expect(momentOf('message', held({ text: 'Fièvre' }, 'linh') as never)).toEqual({
    ...{ by: 'youssef', at: MADE.createdAt },
  })
})

it('a task that the house reminds of is news of whoever asked for it, then of whoever took it', () => {
  expect(momentOfTask(task, 'system:overdue')).toMatchObject({ by: 'youssef', at: MADE.createdAt })
  expect(momentOfTask(taken, 'system:overdue')).toMatchObject({
    by: 'maelle',
    at: '2026-03-02T08:00:00.000Z',
  })
})

it('one that was given back is news of whoever did, and none once the house has touched it', () => {
  const back = releaseTask(taken, nurse, 'Pas le temps')
  expect(momentOfTask(back, 'maelle')).toMatchObject({ by: 'maelle', at: LAST })
  expect(momentOfTask(back, 'system:overdue')).toBeUndefined()
})

it('a flag is told by its last answer', () => {
  const acknowledgement = { by: 'helene', at: '2026-03-03T08:00:00.000Z' }
  const of = (flag: object) => momentOf('flag', held(flag, 'system:escalation') as never)
  expect(of({ acknowledgement: null, resolution: null })).toMatchObject({ by: 'youssef' })
  expect(of({ acknowledgement, resolution: null })).toMatchObject(acknowledgement)
})

it('a medication is told by its last act, also when it is paused', () => {
  const changed = { by: 'helene', at: '2026-03-02T08:00:00.000Z', reason: 'INR bas' }
  const paused = { by: 'linh', at: '2026-03-03T08:00:00.000Z', reason: 'Saignement', until: null }
  const of = (medication: object) => momentOf('medication', held(medication, 'linh') as never)
  expect(of({ stopped: null, paused: null, changed: null })).toMatchObject({ by: 'youssef' })
  expect(of({ stopped: null, paused: null, changed })).toMatchObject({ by: 'helene' })
  expect(of({ stopped: null, paused, changed })).toMatchObject({ by: 'linh', at: paused.at })
})
