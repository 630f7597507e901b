import { newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { mine, recentlyEnded, toTake, type TaskEntry } from './taskLists.ts'

const me = { accountId: 'maelle', profession: 'nurse' } as const
const at = (hour: string) => `2026-03-09T${hour}:00.000Z`
const held = { claimed: { by: 'maelle', at: at('07:00') }, status: 'claimed' } as const

function entry(id: string, fields: Partial<Task> = {}): TaskEntry {
  const after = newTask({
    caseId: 'lucien',
    title: id,
    forProfession: 'nurse',
    createdBy: 'helene',
    createdAt: at('06:00'),
    ...fields,
  })
  return { id, after, at: after.createdAt }
}
const ids = (entries: readonly TaskEntry[]) => entries.map(({ id }) => id)

it('to take: free for my profession, urgent first, then by due date', () => {
  const entries = [
    entry('later', { dueAt: at('18:00') }),
    entry('soon', { dueAt: at('09:00') }),
    entry('undated'),
    entry('urgent', { urgency: 'urgent' }),
    entry('of the pharmacist', { forProfession: 'pharmacist' }),
    entry('by name', { forAccount: 'maelle' }),
    entry('taken', { ...held }),
  ]
  expect(ids(toTake(entries, me))).toEqual(['urgent', 'soon', 'later', 'undated'])
})

it('mine: what I hold and what is for me by name; what waits comes last', () => {
  const entries = [
    entry('waits', { ...held, status: 'waiting', dueAt: at('08:00') }),
    entry('held', { ...held }),
    entry('by name', { forAccount: 'maelle', dueAt: at('09:00') }),
    entry('by name, taken by another', {
      forAccount: 'maelle',
      claimed: { by: 'samuel', at: at('07:00') },
      status: 'claimed',
    }),
    entry('done', { ...held, status: 'done' }),
    entry('offered to me', {
      claimed: { by: 'samuel', at: at('07:00') },
      status: 'claimed',
      dueAt: at('10:00'),
      handover: { to: 'maelle', note: null, by: 'samuel', at: at('08:00') },
    }),
  ]
  expect(ids(mine(entries, me))).toEqual(['by name', 'offered to me', 'held', 'waits'])
})

it('recently ended: of the last seven days, that I did, asked for or could have done', () => {
  const ended = (id: string, when: string, fields: Partial<Task> = {}) =>
    entry(id, { status: 'done', ended: { by: 'samuel', at: when }, ...fields })
  const entries = [
    ended('yesterday', '2026-03-08T08:00:00.000Z'),
    ended('today', at('08:00')),
    ended('long ago', '2026-02-08T08:00:00.000Z'),
    ended('of others', at('08:00'), { forProfession: 'pharmacist' }),
    ended('asked by me', at('07:00'), { forProfession: 'pharmacist', createdBy: 'maelle' }),
  ]
  expect(ids(recentlyEnded(entries, me, new Date(at('12:00'))))).toEqual([
    'today',
    'asked by me',
    'yesterday',
  ])
})
