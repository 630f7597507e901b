/** The stream as it is shown: days, what is unread, what was moved away. */
import type { Present } from '../../platform/useWorkspace.ts'

export type StreamMessage = Present<'message'>

/** Of others, and after the mark. What waits on this device was written here. */
export const isUnread = ({ after, createdSeq, rev }: StreamMessage, readSeq: number, me: string): boolean =>
  after.authorId !== me && rev > 0 && createdSeq > readSeq

/** One line of the stream: a message, or the notice that one was there. */
export interface StreamRow {
  readonly id: string
  /** ISO instant, of the day under which it stands. */
  readonly at: string
  readonly message?: StreamMessage
  readonly notice?: NoticeOfStream
}

/** That a message was here: it was brought to another situation, or erased. */
export type NoticeOfStream = Present<'notice'> | Present<'erasure'>

/** Whether an erasure took messages of the stream. */
export const tookMessages = ({ after }: Present<'erasure'>): boolean =>
  after.scope === 'entries' && after.of.some(({ type }) => type === 'message')

/**
 * Puts notices among the messages that are drawn, each at its place.
 * @param notices in their order
 * @param isEarlier whether there is more before the first message; a notice before it is drawn with that
 */
export function withNotices(
  messages: readonly StreamMessage[],
  notices: readonly NoticeOfStream[],
  isEarlier: boolean,
  isLater: boolean,
): StreamRow[] {
  const first = isEarlier ? (messages[0]?.createdSeq ?? Infinity) : 0
  const last = isLater ? (messages.at(-1)?.createdSeq ?? 0) : Infinity
  const rows: StreamRow[] = []
  let next = 0
  const putNoticesUpTo = (seq: number) => {
    for (let notice; (notice = notices[next]) && notice.createdSeq <= seq; next++)
      if (notice.createdSeq >= first) rows.push({ id: notice.id, at: notice.after.at, notice })
  }
  for (const message of messages) {
    putNoticesUpTo(Math.min(message.createdSeq, last))
    rows.push({ id: message.id, at: message.after.postedAt, message })
  }
  putNoticesUpTo(last)
  return rows
}

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
  const line = (text.trim().split('\n', 1)[0] ?? '').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most - 1)
  const atWord = cut.lastIndexOf(' ')
  return `${atWord > most / 2 ? cut.slice(0, atWord) : cut}…`
}
