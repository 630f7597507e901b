import { describe, expect, it } from 'vitest'
import {
  answersByThread,
  byDay,
  drawnAround,
  firstLine,
  isUnread,
  PAGE,
  withEarlier,
  withLater,
} from './stream.ts'
import type { StreamMessage } from './stream.ts'

const message = (
  id: string,
  values: { threadId?: string; authorId?: string; createdSeq?: number; rev?: number },
) =>
  ({
    id,
    rev: values.rev ?? 1,
    createdSeq: values.createdSeq ?? 1,
    after: { threadId: values.threadId ?? null, authorId: values.authorId ?? 'maelle' },
  }) as StreamMessage

it('counts the answers of each thread', () => {
  const answers = answersByThread([
    message('a', {}),
    message('b', { threadId: 'a' }),
    message('c', {}),
    message('d', { threadId: 'a' }),
  ])
  expect(answers.get('a')?.map(({ id }) => id)).toEqual(['b', 'd'])
  expect(answers.has('c')).toBe(false)
})

describe('unread', () => {
  it('is what others said after the mark', () => {
    expect(isUnread(message('a', { createdSeq: 8 }), 7, 'me')).toBe(true)
    expect(isUnread(message('a', { createdSeq: 7 }), 7, 'me')).toBe(false)
    expect(isUnread(message('a', { createdSeq: 8, authorId: 'me' }), 7, 'me')).toBe(false)
  })

  it('is never what waits on this device', () => {
    expect(isUnread(message('a', { createdSeq: Number.MAX_SAFE_INTEGER, rev: 0 }), 7, 'me')).toBe(false)
  })
})

describe('what is drawn', () => {
  it('is the end', () => {
    expect(drawnAround(10, undefined)).toEqual({ from: 0, to: null })
    expect(drawnAround(5_000, undefined)).toEqual({ from: 5_000 - PAGE, to: null })
    expect(drawnAround(5_000, 4_990)).toEqual({ from: 5_000 - PAGE, to: null })
  })

  it('is a page around an old message, whatever the length', () => {
    expect(drawnAround(5_000, 1_000)).toEqual({ from: 1_000 - PAGE / 2, to: 1_000 + PAGE / 2 })
    expect(drawnAround(5_000, 3)).toEqual({ from: 0, to: PAGE })
  })

  it('grows a page at a time until both ends', () => {
    let drawn = drawnAround(200, 70)
    drawn = withEarlier(drawn)
    expect(drawn.from).toBe(0)
    for (let taps = 0; taps < 3; taps++) drawn = withLater(drawn, 200)
    expect(drawn).toEqual({ from: 0, to: null })
  })
})

it('puts neighbours of one day together', () => {
  const days = byDay(['09a', '09b', '10a'], (item) => item.slice(0, 2))
  expect(days).toEqual([
    { day: '09', items: ['09a', '09b'] },
    { day: '10', items: ['10a'] },
  ])
})

it('makes a title of the first line, cut at a word', () => {
  expect(firstLine('Appeler la fille\nElle est inquiète', 200)).toBe('Appeler la fille')
  expect(firstLine('Appeler la fille demain matin', 20)).toBe('Appeler la fille…')
  expect(firstLine('a'.repeat(300), 20)).toHaveLength(20)
})
