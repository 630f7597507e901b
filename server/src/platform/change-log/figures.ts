import type { Marks } from './marks.ts'
import type { Reactors } from './reactor.ts'
import type { HeldStream } from './registry.ts'
import type { Stream } from './stream.ts'
import type { Backlog, LogFigures } from './types.ts'

/** What is held and what waits, of the streams that this node looks after: others are somebody else's to project. */
export function readFigures(parts: {
  readonly held: Iterable<HeldStream>
  readonly marks: Pick<Marks, 'has'>
  readonly reactors: Pick<Reactors, 'checkpoints'>
  readonly now: () => Date
}): Omit<LogFigures, 'failing'> {
  const now = parts.now().getTime()
  let streams = 0
  let marked = 0
  let waitingCommands = 0
  let projection: Backlog = NONE
  const reactors: Record<string, Backlog> = {}
  for (const { stream, queue } of parts.held) {
    streams += 1
    waitingCommands += queue.waiting
    if (!parts.marks.has(stream.name)) continue
    marked += 1
    // Until it is known how far it is projected there is nothing to say.
    if (stream.dirty) projection = add(projection, behind(stream, stream.projected, now))
    for (const [name, seq] of Object.entries(parts.reactors.checkpoints(stream.name)))
      reactors[name] = add(reactors[name] ?? NONE, behind(stream, seq, now))
  }
  return { streams, marked, waitingCommands, projection, reactors }
}

const NONE: Backlog = { waiting: 0, lagMs: 0 }

const add = (one: Backlog, other: Backlog): Backlog => ({
  waiting: one.waiting + other.waiting,
  lagMs: Math.max(one.lagMs, other.lagMs),
})

/** Of what is long gone from memory the age is that of the oldest that is there: it is never said to be older. */
function behind(stream: Stream, seq: number, now: number): Backlog {
  const waiting = Math.max(0, stream.seq - seq)
  if (waiting === 0) return NONE
  const [oldest] = stream.tail.since(seq, 1) ?? stream.tail.oldest
  return { waiting, lagMs: oldest ? Math.max(0, now - Date.parse(oldest.at)) : 0 }
}
