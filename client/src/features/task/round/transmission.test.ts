import { newMessage, newTask, type Task } from '@colloque/domain'
import { expect, it } from 'vitest'
import { caseDay, transmissionText } from './transmission.ts'

const maelle = { accountId: 'maelle', profession: 'nurse' } as const
const now = new Date('2026-03-09T18:00:00.000Z')
const until = '2026-03-10T22:59:59.999Z'
const held = { status: 'claimed', claimed: { by: 'maelle', at: '2026-03-09T07:00:00.000Z' } } as const
const task = (title: string, fields: Partial<Task>) => ({
  id: title,
  after: newTask({
    ...{ caseId: 'c', title, createdBy: 'helene', createdAt: '2026-03-08T08:00:00.000Z' },
    ...fields,
  }),
})
const done = (title: string, day: string) =>
  task(title, { status: 'done', ended: { by: 'maelle', at: `${day}T08:00:00.000Z` } })
const note = (text: string, fields = {}) =>
  newMessage({
    ...{ caseId: 'c', kind: 'note', authorId: 'maelle', text, postedAt: '2026-03-09T09:00:00.000Z' },
    ...fields,
  })
const words = {
  ...{ title: 'T', remains: 'Reste', nothing: 'Rien', done: 'Fait', noted: 'Noté' },
  open: ({ title }: Task) => title,
  ended: ({ title }: Task) => title,
  note: ({ text }: { text: string }) => text,
}

it('says what remains of mine, what I did and noted today; not what colleagues did, nor yesterday', () => {
  const day = caseDay(
    'c',
    {
      tasks: [
        task('Peser', { ...held, dueAt: '2026-03-11T08:00:00.000Z' }),
        task('Pansement', { ...held, dueAt: '2026-03-10T08:00:00.000Z' }),
        task('À Samuel', { status: 'claimed', claimed: { by: 'samuel', at: held.claimed.at } }),
        done('Semainier', '2026-03-09'),
        done('Hier', '2026-03-08'),
      ],
      messages: [note('Fatiguée'), note('Autre', { authorId: 'samuel' }), note('Dit', { kind: 'message' })],
    },
    maelle,
    now,
    until,
  )
  expect(day && transmissionText(day, words)).toBe(
    'T\n\nReste\n– Pansement\n– Peser\n\nFait\n– Semainier\n\nNoté\n– Fatiguée',
  )
})

it('a person with whom nothing was done and nothing is near has no transmission', () =>
  expect(
    caseDay(
      'c',
      { tasks: [task('Loin', { ...held, dueAt: '2026-04-01T08:00:00.000Z' })], messages: [] },
      maelle,
      now,
      until,
    ),
  ).toBeUndefined())

it('where nothing remains, that is said', () => {
  const day = caseDay('c', { tasks: [done('Semainier', '2026-03-09')], messages: [] }, maelle, now, until)
  expect(day && transmissionText(day, words)).toBe('T\n\nRien\n\nFait\n– Semainier')
})
