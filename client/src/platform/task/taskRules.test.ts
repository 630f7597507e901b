import { newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { allowedActs } from './taskRules.ts'

const nurse = { accountId: 'maelle', profession: 'nurse' } as const
const task = (fields: Partial<Task>): Task =>
  newTask({
    caseId: 'c',
    title: 'Peser',
    forProfession: 'nurse',
    createdBy: 'helene',
    createdAt: '2026-03-09T08:00:00.000Z',
    ...fields,
  })
const held = (by: string) => ({ by, at: '2026-03-09T09:00:00.000Z' })

it('a free task is taken, done at once, or set aside', () =>
  expect(allowedActs(task({}), nurse)).toEqual(['claim', 'complete', 'abandon']))

it('a task that one holds is done, made to wait or given back, not taken again', () =>
  expect(allowedActs(task({ status: 'claimed', claimed: held('maelle') }), nurse)).toEqual([
    'complete',
    'hold',
    'release',
    'abandon',
  ]))

it('a task that waits is taken up again', () =>
  expect(allowedActs(task({ status: 'waiting', claimed: held('maelle') }), nurse)[0]).toBe('resume'))

it('a task of another profession, or that somebody else holds, offers nothing', () => {
  expect(allowedActs(task({ forProfession: 'pharmacist' }), nurse)).toEqual([])
  expect(allowedActs(task({ status: 'claimed', claimed: held('samuel') }), nurse)).toEqual([])
})

it('whoever asked may say that it is no longer needed', () =>
  expect(
    allowedActs(task({ status: 'claimed', claimed: held('samuel'), createdBy: 'maelle' }), nurse),
  ).toEqual(['abandon']))

it('a task that has ended offers nothing', () =>
  expect(allowedActs(task({ status: 'done', claimed: held('maelle') }), nurse)).toEqual([]))
