/** Decisions that nobody has carried out: by whom, how late, and whose task it is to say that it is done. */
import { newTask } from '@colloque/domain'
import { beforeEach, expect, it, vi } from 'vitest'
import { reactive } from 'vue'
import { mountInApp } from '../../testing/mountInApp.ts'
import UndoneDecisions from './UndoneDecisions.vue'

const outside = vi.hoisted(() => ({ entities: {} as Record<string, { id: string; after: unknown }[]> }))
vi.mock('../../platform/useWorkspace.ts', () => ({
  useWorkspace: () => {
    const list = (_caseId: string, type: string) => outside.entities[type] ?? []
    return {
      ...{ account: { id: 'me', profession: 'nurse', teamIds: [] }, cases: [{ id: 'c' }], list, entries: [] },
      find: (caseId: string, type: string, id: string) => list(caseId, type).find((one) => one.id === id),
      nameOfCase: () => 'MOREAU Louise',
      person: () => ({ name: 'Rui Esteves' }),
      membership: () => ({ accountId: 'me', profession: 'nurse', role: 'member', status: 'active' }),
    }
  },
}))

const AT = '2026-01-05T12:00:00.000Z'
const days = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString()
const decision = (id: string, over: object = {}) => ({
  id,
  after: {
    ...{
      caseId: 'c',
      agendaItemId: 'item',
      text: `Décision ${id}`,
      taskId: id,
      dueOn: null,
      withdrawn: null,
    },
    owner: { accountId: 'rui', profession: null, outside: null },
    ...over,
  },
})
const task = (id: string, over: object) => ({
  id,
  after: { ...newTask({ caseId: 'c', title: id, createdBy: 'x', createdAt: AT }), ...over },
})

beforeEach(() => {
  outside.entities = reactive({
    decision: [decision('soon'), decision('late', { dueOn: days(-3.5).slice(0, 10) })],
    task: [
      task('soon', { forProfession: 'nurse', dueAt: days(3) }),
      task('late', { forAccount: 'rui', dueAt: days(-3.5) }),
    ],
  })
})

it('says by whom, and how late; what is late comes first', () => {
  const rows = mountInApp(UndoneDecisions).findAll('li')
  expect(rows.map((row) => row.find('a').attributes('href'))).toEqual([
    '/taches?tache=late',
    '/taches?tache=soon',
  ])
  expect(rows[0]?.text()).toContain('par Rui Esteves')
  expect(rows[0]?.text()).toMatch(/3 jours/)
})

it('« C’est fait… » opens the task, for those whom it is for', () => {
  const [late, soon] = mountInApp(UndoneDecisions).findAll('li')
  expect(late?.text()).not.toContain('C’est fait')
  const button = soon?.findAll('a').find((one) => one.text().startsWith('C’est fait'))
  expect(button?.attributes('href')).toBe('/taches?tache=soon')
})

it('on an agenda nothing is said where there is none', () => {
  outside.entities['decision'] = []
  expect(mountInApp(UndoneDecisions, { props: { quiet: true } }).text()).toBe('')
  expect(mountInApp(UndoneDecisions).text()).toContain('sont réalisées')
})
