import type { StreamMessage } from './stream.ts'

export interface Thread {
  readonly id: string
  readonly first: StreamMessage
  readonly answers: number
  /** What was said last in it. */
  readonly last: StreamMessage
  readonly isClosed: boolean
}

/** The threads among some messages: those that are answered or closed, the one with the latest answer first. */
export function threadsOf(messages: Iterable<StreamMessage>): Thread[] {
  const firsts = new Map<string, StreamMessage>()
  const answers = new Map<string, StreamMessage[]>()
  for (const message of messages) {
    const { threadId } = message.after
    if (threadId === null) firsts.set(message.id, message)
    else answers.set(threadId, [...(answers.get(threadId) ?? []), message])
  }
  return [...firsts.values()]
    .flatMap((first): Thread[] => {
      const said = answers.get(first.id) ?? []
      const isClosed = first.after.closed !== null
      if (said.length === 0 && !isClosed) return []
      const last = said.reduce((one, other) => (other.createdSeq > one.createdSeq ? other : one), first)
      return [{ id: first.id, first, answers: said.length, last, isClosed }]
    })
    .sort((one, other) => other.last.createdSeq - one.last.createdSeq)
}
