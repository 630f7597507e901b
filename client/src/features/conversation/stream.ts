/** The stream of a case as it is shown: days, threads, what is unread, and the part that is drawn. */
import type { Present } from '../../platform/useWorkspace.ts'

export type StreamMessage = Present<'message'>

/** How many messages are drawn at once, and how many more at a tap. */
export const PAGE = 60

/** What is drawn: from the one index up to the other, not included; `to` null follows the end. */
export interface Drawn {
  readonly from: number
  readonly to: number | null
}

/** Answers by the message that opens their thread, in the order in which they came. */
export function answersByThread(messages: readonly StreamMessage[]): ReadonlyMap<string, StreamMessage[]> {
  const answers = new Map<string, StreamMessage[]>()
  for (const message of messages) {
    const { threadId } = message.after
    if (threadId === null) continue
    const thread = answers.get(threadId)
    if (thread) thread.push(message)
    else answers.set(threadId, [message])
  }
  return answers
}

/** Of others, and after the mark. What waits on this device was written here. */
export const isUnread = ({ after, createdSeq, rev }: StreamMessage, readSeq: number, me: string): boolean =>
  after.authorId !== me && rev > 0 && createdSeq > readSeq

/**
 * What to draw first: the end, and before it far enough back for what is unread or asked for.
 * @param index of the message that must be there; undefined for the end alone
 */
export function drawnAround(length: number, index: number | undefined): Drawn {
  const last = Math.max(0, length - PAGE)
  if (index === undefined || index >= last) return { from: last, to: null }
  const from = Math.max(0, index - PAGE / 2)
  return from + PAGE >= length ? { from, to: null } : { from, to: from + PAGE }
}

export const withEarlier = ({ from, to }: Drawn): Drawn => ({ from: Math.max(0, from - PAGE), to })
export const withLater = ({ from, to }: Drawn, length: number): Drawn =>
  to === null || to + PAGE >= length ? { from, to: null } : { from, to: to + PAGE }

export interface Day<Item> {
  /** YYYY-MM-DD at the house. */
  readonly day: string
  readonly items: Item[]
}

/** Neighbours of one day together. */
export function byDay<Item>(items: readonly Item[], dayOf: (item: Item) => string): Day<Item>[] {
  const days: Day<Item>[] = []
  for (const item of items) {
    const day = dayOf(item)
    const current = days.at(-1)
    if (current?.day === day) current.items.push(item)
    else days.push({ day, items: [item] })
  }
  return days
}

/** The first line, cut at a word: a title for a task, a reminder of what is answered. */
export function firstLine(text: string, most: number): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  if (line.length <= most) return line
  const cut = line.slice(0, most - 1)
  const atWord = cut.lastIndexOf(' ')
  return `${atWord > most / 2 ? cut.slice(0, atWord) : cut}…`
}
