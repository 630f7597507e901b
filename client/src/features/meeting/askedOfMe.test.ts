import { newAgendaItem, newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { askedOfMe } from './askedOfMe.ts'

const AT = '2026-03-10T12:00:00.000Z'
const me = { accountId: 'me', profession: 'nurse' as const }
const task = (over: Partial<Task>): Task => ({
  ...newTask({ caseId: 'c', title: 'x', createdBy: 'a', createdAt: AT }),
  ...over,
})
const asked = (taskId: string, what: 'wish' | 'opinion') => ({
  ...{ by: 'a', at: AT, what, profession: null, taskId },
})
const item = newAgendaItem({
  ...{ caseId: 'c', question: 'x', proposedBy: 'a', proposedAt: AT },
  asked: [asked('free', 'opinion'), asked('other', 'opinion'), asked('taken', 'wish'), asked('done', 'wish')],
})
const tasks: Record<string, Task> = {
  free: task({ forProfession: 'nurse' }),
  other: task({ forProfession: 'physician' }),
  taken: task({ status: 'claimed', claimed: { by: 'me', at: AT } }),
  done: task({ status: 'done', forProfession: 'nurse' }),
}

it('counts what is open and for the person, or taken by them', () =>
  expect(askedOfMe([item], me, (_caseId, id) => tasks[id])).toEqual({ opinions: 1, wishes: 1 }))

it('what a colleague has taken is theirs', () => {
  const taken: Record<string, Task> = {
    ...tasks,
    free: task({ status: 'claimed', claimed: { by: 'colleague', at: AT } }),
  }
  expect(askedOfMe([item], me, (_caseId, id) => taken[id])).toEqual({ opinions: 0, wishes: 1 })
})
