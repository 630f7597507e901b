import { applyChange, newMessage, type Change, type EntityState, type Message } from '@colloque/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fold } from '../change-log/fold.ts'
import { allMessages, messagePage, threadMessages, type MessagePosition } from './message-pages.ts'

const STREAM = 'case:00000000-0000-4000-8000-000000000001'
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const instantOf = (seq: number) => new Date(Date.UTC(2026, 0, 1) + seq * 60_000).toISOString()

/** A fold of changes that make up to three messages each, then of some that are redacted. */
function buildFold(made: readonly number[], redacted: readonly number[]) {
  const fold = new Fold(STREAM)
  const entities = new Map<string, EntityState>()
  let count = 0
  const apply = (changed: Change['entities']) => {
    const seq = fold.seq + 1
    const change = { v: 2, stream: STREAM, seq, commandId: idOf(seq), kind: 'x', by: 'x', at: instantOf(seq) }
    fold.apply({ ...change, entities: changed } as Change)
    applyChange(entities, { ...change, entities: changed } as Change)
  }
  for (const together of made) {
    const ids = Array.from({ length: (together % 3) + 1 }, () => idOf(++count))
    const threadId = together % 4 === 0 && count > 3 ? idOf(1) : null
    apply(
      ids.map((id) => ({
        ...{ type: 'message', id, rev: 1 },
        after: newMessage({ authorId: idOf(0), text: id, postedAt: instantOf(0), threadId }),
      })),
    )
  }
  const gone = [...new Set(redacted.map((n) => idOf((n % Math.max(1, count)) + 1)))]
  for (const id of gone) if (entities.has(id)) apply([{ type: 'message', id, rev: 2, after: null }])
  return { fold, listed: [...entities.values()] as EntityState<Message>[] }
}

const folds = fc
  .record({
    made: fc.array(fc.nat(11), { maxLength: 40, size: 'max' }),
    redacted: fc.array(fc.nat(100), { maxLength: 12, size: 'max' }),
    inThread: fc.boolean(),
  })
  .map(({ made, redacted, inThread }) => {
    const { fold, listed } = buildFold(made, redacted)
    const present = listed.filter(
      ({ id, after }) => after !== null && (!inThread || id === idOf(1) || after.threadId === idOf(1)),
    )
    return { present, course: inThread ? threadMessages(fold, idOf(1)) : allMessages(fold) }
  })
const limit = fc.integer({ min: 1, max: 9 })

describe('pages of a conversation', () => {
  it('put together in either direction are the whole of it, once, in order', () => {
    fc.assert(
      fc.property(folds, limit, ({ course, present }, size) => {
        const read = (first: MessagePosition | undefined, end: 'before' | 'after') => {
          const pages: EntityState<Message>[][] = []
          for (let position = first; ;) {
            const page = messagePage(course, position, size)!
            expect(page.total).toBe(present.length)
            pages.push(page.items)
            const cursor = page[end]
            if (cursor === null) return pages
            position = end === 'before' ? { before: cursor } : { after: cursor }
          }
        }
        expect(read(undefined, 'before').reverse().flat()).toEqual(present)
        expect(read({ after: 0 }, 'after').flat()).toEqual(present)
      }),
    )
  })

  it('around a message or a moment hold it, whole changes alone, and say truly what is beyond', () => {
    fc.assert(
      fc.property(folds, limit, fc.nat(80), ({ course, present }, size, n) => {
        const wanted = present[n % Math.max(1, present.length)]
        const instant = instantOf(n)
        const places: MessagePosition[] = [{ at: instant }, ...(wanted ? [{ around: wanted.id }] : [])]
        for (const place of places) {
          const { items, before, after } = messagePage(course, place, size)!
          const first = present.findIndex(({ id }) => id === items[0]?.id)
          if (items.length > 0) expect(items).toEqual(present.slice(first, first + items.length))
          const earlier = present.filter(({ createdSeq }) => before !== null && createdSeq < before)
          const later = present.filter(({ createdSeq }) => after !== null && createdSeq > after)
          expect([...earlier, ...items, ...later]).toEqual(present)
          if ('around' in place) expect(items).toContainEqual(wanted)
          const reached = present.find(({ createdAt }) => createdAt >= instant)
          if ('at' in place && reached) expect(items).toContainEqual(reached)
        }
      }),
    )
  })

  it('around what is not there are none', () => {
    const { fold } = buildFold([1, 1], [])
    expect(messagePage(allMessages(fold), { around: idOf(99) }, 10)).toBeUndefined()
    expect(messagePage(threadMessages(fold, idOf(99)), undefined, 10)).toMatchObject({ items: [], total: 0 })
  })
})
