/**
 * Pages of a conversation, read from its fold by place: nothing is scanned, however long the conversation. A page
 * holds whole changes, so that a cursor, which is a seq, never falls between two messages of one change.
 */
import type { EntityState, Message } from '@colloque/domain'
import type { EntitiesInOrder, HeldFold } from '../change-log/index.ts'

export type MessagePosition =
  | { readonly before: number }
  | { readonly after: number }
  | { readonly around: string }
  | { readonly at: string }

export interface MessagePage {
  readonly items: EntityState<Message>[]
  readonly before: number | null
  readonly after: number | null
  readonly total: number
}

/** The messages among which a page is cut, by createdSeq. */
interface Course {
  readonly length: number
  at(place: number): EntityState<Message>
  placeOf(id: string): number | undefined
  readonly total: number
}

/** @returns the place of the first item for which `holds`, which holds for all after it */
function firstPlace({ length, at }: Course, holds: (message: EntityState<Message>) => boolean): number {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(at(middle))) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * One page at a position; the newest where none is given.
 * @returns undefined when the message that is asked for is not there
 */
export function messagePage(
  course: Course,
  position: MessagePosition | undefined,
  limit: number,
): MessagePage | undefined {
  const { length, at } = course
  let [backwards, forwards] = [0, 0]
  let middle = length
  if (!position) backwards = limit
  else if ('before' in position) {
    middle = firstPlace(course, ({ createdSeq }) => createdSeq >= position.before)
    backwards = limit
  } else if ('after' in position) {
    middle = firstPlace(course, ({ createdSeq }) => createdSeq > position.after)
    forwards = limit
  } else {
    const place =
      'around' in position
        ? course.placeOf(position.around)
        : firstPlace(course, ({ createdAt }) => createdAt >= position.at)
    if (place === undefined) return undefined
    middle = place
    forwards = Math.ceil(limit / 2)
    backwards = limit - forwards
  }

  const isThere = (place: number) => at(place).after !== null
  const isInsideOfChange = (place: number) =>
    place > 0 && place < length && at(place - 1).createdSeq === at(place).createdSeq
  let start = middle
  for (let taken = 0; start > 0 && (taken < backwards || isInsideOfChange(start));)
    if (isThere(--start)) taken++
  let end = middle
  for (let taken = 0; end < length && (taken < forwards || isInsideOfChange(end));)
    if (isThere(end++)) taken++

  let earlier = start
  while (earlier > 0 && !isThere(earlier - 1)) earlier--
  let later = end
  while (later < length && !isThere(later)) later++
  const items: EntityState<Message>[] = []
  for (let place = start; place < end; place++) if (isThere(place)) items.push(at(place))
  return {
    items,
    before: earlier > 0 ? at(earlier - 1).createdSeq + 1 : null,
    after: later < length ? at(later).createdSeq - 1 : null,
    total: course.total,
  }
}

/** All messages of a stream. */
export function allMessages(fold: HeldFold): Course {
  const { entities, present, placeOf } = inOrder(fold)
  return { length: entities.length, at: (place) => entities[place]!, placeOf, total: present }
}

/** The answers of each thread by their places, of as many messages as were there when it was last read. */
const threads = new WeakMap<HeldFold, { upTo: number; places: Map<string, number[]> }>()

/** The messages of one thread: the one that opens it, and its answers. */
export function threadMessages(fold: HeldFold, threadId: string): Course {
  const { entities, placeOf } = inOrder(fold)
  let index = threads.get(fold)
  if (!index) threads.set(fold, (index = { upTo: 0, places: new Map() }))
  // Messages neither move nor change their thread: only what came since is read.
  for (; index.upTo < entities.length; index.upTo++) {
    const opens = entities[index.upTo]?.after?.threadId
    if (!opens) continue
    const answers = index.places.get(opens)
    if (answers) answers.push(index.upTo)
    else index.places.set(opens, [index.upTo])
  }
  const first = placeOf(threadId)
  const places = [...(first === undefined ? [] : [first]), ...(index.places.get(threadId) ?? [])]
  return {
    length: places.length,
    at: (place) => entities[places[place]!]!,
    placeOf: (id) => {
      const place = places.indexOf(placeOf(id) ?? -1)
      return place < 0 ? undefined : place
    },
    total: places.filter((place) => entities[place]?.after !== null).length,
  }
}

const inOrder = (fold: HeldFold): EntitiesInOrder<Message> => fold.inOrder<Message>('message')
