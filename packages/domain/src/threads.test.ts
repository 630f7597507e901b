import { expect, it } from 'vitest'
import type { EntityState } from './change.ts'
import { newMessage, type Message } from './conversation.ts'
import { threadsOf } from './threads.ts'

const done = { by: 'maelle', at: '2026-11-22T10:00:00.000Z' }
const message = (id: string, createdSeq: number, threadId: string | null = null, isClosed = false) =>
  ({
    id,
    createdSeq,
    after: newMessage({
      authorId: 'maelle',
      text: id,
      postedAt: done.at,
      threadId,
      closed: isClosed ? { ...done, outcome: 'fait' } : null,
    }),
  }) as EntityState<Message>

it('lists what is answered or closed, the latest answer first', () => {
  const threads = threadsOf([
    message('old', 1),
    message('alone', 2),
    message('newer', 3),
    message('closed', 4, null, true),
    message('to newer', 5, 'newer'),
    message('to old', 6, 'old'),
    message('to old again', 7, 'old'),
    message('answer without its thread', 8, 'elsewhere'),
  ])
  expect(threads.map(({ id, answers, last, isClosed }) => [id, answers, last.id, isClosed])).toEqual([
    ['old', 2, 'to old again', false],
    ['newer', 1, 'to newer', false],
    ['closed', 0, 'closed', true],
  ])
})
