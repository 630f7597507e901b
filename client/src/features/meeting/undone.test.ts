import { newAgendaItem, newTask, type AgendaItem, type Decision, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { undoneOf } from './undone.ts'

const NOW = '2026-03-10T12:00:00.000Z'
const item = (at: string): AgendaItem => ({
  ...newAgendaItem({ caseId: 'c', question: 'x', proposedBy: 'a', proposedAt: at }),
  ...{ status: 'discussed', discussed: { by: 'a', at } },
})
const items = new Map([
  ['january', item('2026-01-08T12:00:00.000Z')],
  ['february', item('2026-02-05T12:00:00.000Z')],
])
const tasks: Record<string, Partial<Task>> = {
  open: {},
  late: { dueAt: '2026-03-01T12:00:00.000Z' },
  done: { status: 'done' },
  given: { status: 'notDone' },
}
const findTask = (id: string) =>
  tasks[id] &&
  ({ ...newTask({ caseId: 'c', title: id, createdBy: 'a', createdAt: NOW }), ...tasks[id] } as Task)
const decision = (taskId: string, agendaItemId = 'february', over: Partial<Decision> = {}) => ({
  id: `${taskId} ${agendaItemId}`,
  decision: {
    ...{ caseId: 'c', agendaItemId, meetingId: 'm', text: taskId, dueOn: null, taskId, tellTaskId: null },
    ...{ owner: { accountId: 'a', profession: null, outside: null }, disagreements: [] },
    ...{ made: { by: 'a', at: NOW }, withdrawn: null },
    ...over,
  },
})
const undone = (...given: ReturnType<typeof decision>[]) =>
  undoneOf(given, items, findTask, NOW).map(({ id, state }) => `${id}: ${state}`)

it('what is late comes first; what is done or was taken back is not shown', () =>
  expect(
    undone(
      decision('open'),
      decision('done'),
      decision('late'),
      decision('open', 'february', { withdrawn: { by: 'a', at: NOW, reason: 'x' } }),
    ),
  ).toEqual(['late february: late', 'open february: open']))

it('what will not be done stands until the case is talked over again', () =>
  expect(undone(decision('given'), decision('given', 'january'), decision('open', 'january'))).toEqual([
    'given february: notDone',
    'open january: open',
  ]))
