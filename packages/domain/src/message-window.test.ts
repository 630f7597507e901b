import { describe, expect, it } from 'vitest'
import type { EntityState } from './change.ts'
import { newMessage, type Message } from './conversation.ts'
import { messageReaders, messageWindow, standsInSnapshot } from './message-window.ts'

const at = '2026-01-01T00:00:00.000Z'
const [ada, bob, cleo] = ['ada', 'bob', 'cleo']
const done = (by: string) => ({ by, at })
const message = (over: Partial<Message> = {}) =>
  newMessage({ authorId: ada!, text: 'x', postedAt: at, ...over })
const readers = [ada, bob].map((accountId) => ({ accountId: accountId!, profession: 'nurse' }))
const stateOf = (n: number, after: Message | null, createdSeq = n): EntityState<Message> => ({
  ...{ type: 'message', id: `${n}`, rev: 1, after, createdSeq, seq: createdSeq },
  ...{ createdAt: at, createdBy: ada!, at, by: ada! },
})

describe('an old message stands', () => {
  it.each<[string, boolean, Partial<Message>]>([
    ['routine, said to all', false, {}],
    ['pinned', true, { pinned: done(bob!) }],
    ['pinned, and taken back', false, { pinned: done(bob!), deleted: done(ada!) }],
    ['important, acknowledged by nobody', true, { urgency: 'important' }],
    [
      'important, acknowledged by all others',
      false,
      { urgency: 'important', acknowledgements: [done(bob!)] },
    ],
    ['naming somebody who has not seen it', true, { to: { accountIds: [bob!], professions: [] } }],
    ['naming its author alone', false, { to: { accountIds: [ada!], professions: [] } }],
    [
      'urgent, acknowledged, with nobody in charge',
      true,
      { urgency: 'urgent', acknowledgements: [done(bob!)] },
    ],
    [
      'urgent, in charge',
      false,
      { urgency: 'urgent', acknowledgements: [done(bob!)], takenInCharge: done(bob!) },
    ],
  ])('%s: %s', (_what, stands, over) => {
    expect(standsInSnapshot(message(over), readers)).toBe(stands)
  })

  it('where its readers are not known, as long as nobody has acknowledged what asks everyone', () => {
    expect(standsInSnapshot(message({ urgency: 'important' }), undefined)).toBe(true)
    const seen = message({ urgency: 'important', acknowledgements: [done(cleo!)] })
    expect(standsInSnapshot(seen, undefined)).toBe(false)
    const asked = [{ accountId: bob!, via: 'name' as const, insteadOf: null }]
    expect(standsInSnapshot({ ...seen, asked }, undefined)).toBe(true)
  })

  it('for the active members of the circle, or those of a direct conversation', () => {
    const of = (type: string, after: object) => (asked: string) =>
      (asked === type ? [{ ...stateOf(1, null), type, after }] : []) as never[]
    const member = { status: 'active', accountId: bob, profession: 'nurse' }
    expect(messageReaders(of('circleMember', member))).toEqual([{ accountId: bob, profession: 'nurse' }])
    expect(messageReaders(of('circleMember', { ...member, status: 'left' }))).toEqual([])
    const direct = of('conversation', { kind: 'direct', memberIds: [ada, bob] })
    expect(messageReaders(direct)?.map(({ accountId }) => accountId)).toEqual([ada, bob])
    expect(messageReaders(of('conversation', { kind: 'team' }))).toBeUndefined()
  })
})

describe('the window of a conversation', () => {
  const idsOf = (ordered: EntityState<Message>[], newest: number, from?: number) => {
    const window = messageWindow(ordered, newest, readers, from)
    return [window.from, ...window.messages.map(({ id }) => Number(id))]
  }
  const plain = (n: number) => stateOf(n, message())

  it('is all of a short one', () => {
    expect(idsOf([1, 2, 3].map(plain), 3)).toEqual([0, 1, 2, 3])
    expect(idsOf([], 3)).toEqual([0])
  })

  it('is the newest, what stands, and what opens a thread that is answered among the newest', () => {
    const ordered = [1, 2, 3, 4, 5, 6].map(plain)
    ordered[1] = stateOf(2, message({ pinned: done(bob!) }))
    ordered[5] = stateOf(6, message({ threadId: '3' }))
    expect(idsOf(ordered, 2)).toEqual([5, 2, 3, 5, 6])
    ordered[1] = stateOf(2, null)
    expect(idsOf(ordered, 2)).toEqual([5, 3, 5, 6])
  })

  it('does not cut what one change made', () => {
    expect(idsOf([plain(1), plain(2), stateOf(3, message(), 2), plain(4)], 2)).toEqual([2, 2, 3, 4])
  })

  it('cut from a window is the window that would be cut from all', () => {
    const ordered = Array.from({ length: 30 }, (_, n) =>
      stateOf(n + 1, message(n % 7 === 0 ? { pinned: done(bob!) } : {})),
    )
    const first = messageWindow(ordered.slice(0, 25), 10, readers)
    const grown = [...first.messages, ...ordered.slice(25)]
    expect(messageWindow(grown, 10, readers, first.from)).toEqual(messageWindow(ordered, 10, readers))
  })
})
