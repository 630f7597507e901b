import type { EntityState } from './change.ts'
import type { Message } from './conversation.ts'

export interface Thread<Said extends EntityState<Message> = EntityState<Message>> {
  /** Of the message that opens it. */
  readonly id: string
  readonly first: Said
  readonly answers: number
  /** What was said last in it. */
  readonly last: Said
  readonly isClosed: boolean
}

/**
 * The threads among some messages: those that are answered or closed, the one with the latest answer first. Of a thread
 * whose first message is not among them nothing is said.
 */
export function threadsOf<Said extends EntityState<Message>>(messages: Iterable<Said>): Thread<Said>[] {
  const firsts: Said[] = []
  const answered = new Map<string, { answers: number; last: Said }>()
  for (const message of messages) {
    if (!message.after) continue
    const { threadId } = message.after
    if (threadId === null) {
      firsts.push(message)
      continue
    }
    const known = answered.get(threadId)
    const last = known && known.last.createdSeq > message.createdSeq ? known.last : message
    answered.set(threadId, { answers: (known?.answers ?? 0) + 1, last })
  }
  return firsts
    .flatMap((first): Thread<Said>[] => {
      const said = answered.get(first.id)
      const isClosed = Boolean(first.after?.closed)
      if (!said && !isClosed) return []
      return [{ id: first.id, first, answers: said?.answers ?? 0, last: said?.last ?? first, isClosed }]
    })
    .sort((one, other) => other.last.createdSeq - one.last.createdSeq)
}
