import { describe, expect, it } from 'vitest'
import type { Present } from '../../platform/useWorkspace.ts'
import { byDay, firstLine, isUnread, tookMessages, withNotices } from './stream.ts'
import type { StreamMessage } from './stream.ts'

const message = (id: string, values: { authorId?: string; createdSeq?: number; rev?: number }) =>
  ({
    id,
    rev: values.rev ?? 1,
    createdSeq: values.createdSeq ?? 1,
    after: { threadId: null, authorId: values.authorId ?? 'maelle', postedAt: '2026-11-22T10:00:00.000Z' },
  }) as StreamMessage
const notice = (id: string, createdSeq: number) =>
  ({ id, createdSeq, after: { at: '2026-11-22T10:00:00.000Z' } }) as Present<'notice'>

describe('unread', () => {
  it('is what others said after the mark', () => {
    expect(isUnread(message('a', { createdSeq: 8 }), 7, 'me')).toBe(true)
    expect(isUnread(message('a', { createdSeq: 7 }), 7, 'me')).toBe(false)
    expect(isUnread(message('a', { createdSeq: 8, authorId: 'me' }), 7, 'me')).toBe(false)
  })

  it('is never what waits on this device', () => {
    expect(isUnread(message('a', { createdSeq: 8, rev: 0, authorId: 'other' }), 7, 'me')).toBe(false)
  })
})

it('an erasure is told among messages where it took some', () => {
  const erasure = (scope: string, types: string[]) =>
    ({ after: { scope, of: types.map((type) => ({ type, id: 'x' })) } }) as Present<'erasure'>
  expect(tookMessages(erasure('entries', ['file', 'message']))).toBe(true)
  expect(tookMessages(erasure('entries', ['need']))).toBe(false)
  expect(tookMessages(erasure('document', []))).toBe(false)
})

describe('notices among messages', () => {
  const messages = [message('a', { createdSeq: 5 }), message('b', { createdSeq: 9 })]
  const notices = [notice('old', 2), notice('between', 7), notice('new', 12)]
  const ids = (isEarlier: boolean, isLater: boolean) =>
    withNotices(messages, notices, isEarlier, isLater).map(({ id }) => id)

  it('stand where the messages were', () => {
    expect(ids(false, false)).toEqual(['old', 'a', 'between', 'b', 'new'])
  })

  it('wait for the part of the stream to which they belong', () => {
    expect(ids(true, false)).toEqual(['a', 'between', 'b', 'new'])
    expect(ids(false, true)).toEqual(['old', 'a', 'between', 'b'])
  })

  it('stand alone where every message has been moved', () => {
    expect(withNotices([], notices, false, false).map(({ id }) => id)).toEqual(['old', 'between', 'new'])
  })
})

it('puts neighbours of one day together', () => {
  const days = byDay(['2026-11-21 a', '2026-11-22 b', '2026-11-22 c'], (text) => text.slice(0, 10))
  expect(days.map(({ day, items }) => [day, items.length])).toEqual([
    ['2026-11-21', 1],
    ['2026-11-22', 2],
  ])
})

it('cuts the first line at a word', () => {
  expect(firstLine('Passer voir Madame Le Bihan ce soir\net demain', 20)).toBe('Passer voir Madame…')
  expect(firstLine('  Court  \nsuite', 20)).toBe('Court')
})
