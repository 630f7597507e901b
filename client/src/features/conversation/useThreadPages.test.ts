import { newMessage } from '@colloque/domain'
import { expect, it } from 'vitest'
import type { StreamMessage } from './stream.ts'
import { mergedThreads } from './useThreadPages.ts'

const message = (id: string, createdSeq: number) =>
  ({
    id,
    createdSeq,
    after: newMessage({ authorId: 'maelle', text: id, postedAt: '2026-11-22T10:00:00.000Z' }),
  }) as StreamMessage
const thread = (id: string, lastSeq: number, answers: number, isClosed = false) => ({
  id,
  first: message(id, 1),
  last: message(`to ${id}`, lastSeq),
  answers,
  isClosed,
})

it('counts the answers that the device does not hold, and shows those that it heard later', () => {
  const threads = mergedThreads([thread('a', 50, 40)], [thread('a', 60, 3), thread('b', 55, 1)], 'open')
  expect(threads.map(({ id, answers, last }) => [id, answers, last.createdSeq])).toEqual([
    ['a', 40, 60],
    ['b', 1, 55],
  ])
})

it('lets go of what was closed meanwhile', () => {
  expect(mergedThreads([thread('a', 50, 2)], [thread('a', 50, 2, true)], 'open')).toEqual([])
})
