/** The threads of a conversation, listed from its fold: gathered once for each state of it, then cut into pages. */
import { threadsOf, type Message, type Thread } from '@colloque/domain'
import type { HeldFold } from '../../platform/change-log/index.ts'

interface Gathered {
  readonly seq: number
  readonly open: readonly Thread[]
  readonly closed: readonly Thread[]
}

const gathered = new WeakMap<HeldFold, Gathered>()

function threadsIn(fold: HeldFold): Gathered {
  const known = gathered.get(fold)
  if (known?.seq === fold.seq) return known
  const threads = threadsOf(fold.inOrder<Message>('message').entities)
  const now = {
    seq: fold.seq,
    open: threads.filter(({ isClosed }) => !isClosed),
    closed: threads.filter(({ isClosed }) => isClosed),
  }
  gathered.set(fold, now)
  return now
}

interface Asked {
  readonly state: 'open' | 'closed'
  readonly before?: number | undefined
  readonly limit: number
}

/** One page of them, the latest answer first. */
export function threadPage(fold: HeldFold, { state, before = Infinity, limit }: Asked) {
  const { seq, ...threads } = threadsIn(fold)
  const earlier = threads[state].filter(({ last }) => last.createdSeq < before)
  let end = Math.min(limit, earlier.length)
  // The cursor is a seq: what one change has answered stays on one page.
  while (end < earlier.length && earlier[end]!.last.createdSeq === earlier[end - 1]!.last.createdSeq) end++
  return {
    items: earlier.slice(0, end).map(({ first, last, answers }) => ({ first, last, answers })),
    seq,
    before: end < earlier.length ? earlier[end - 1]!.last.createdSeq : null,
    total: { open: threads.open.length, closed: threads.closed.length },
  }
}
