import { commandKey, commandsOf, type Operation, type SentCommand } from './operation.ts'

/** The value of a `message.post`. */
export interface SaidMessage {
  readonly text: string
}

/** The result of a `message.post` that is ok. */
export interface ToldMessage {
  readonly id: string
  readonly seq: number
}

/** A message as it was read. */
export interface ReadMessage extends ToldMessage {
  readonly commandId: string
  readonly by: string
  readonly text: string
}

/** What one reader saw of a stream that it followed without a break, in the order in which it saw it. */
export interface Reading {
  readonly reader: string
  readonly messages: readonly ReadMessage[]
}

/**
 * C1, of one stream: every `ok` is readable after the restart; each command id once; nothing read that was never
 * invoked; the same order for all readers, without holes; an `ok` before another's `invoke` has the lower `seq`.
 * @param settled all messages that are read after the last restart, in their order
 * @returns a sentence for each promise that was broken
 */
export function checkMessages({
  operations,
  readings,
  settled,
}: {
  readonly operations: readonly Operation[]
  readonly readings: readonly Reading[]
  readonly settled: readonly ReadMessage[]
}): string[] {
  const posts = commandsOf(operations.filter(({ name }) => name === 'message.post'))
  return [
    ...badlyRead({ reader: 'after the restart', messages: settled }, posts),
    ...readings.flatMap((reading) => [...badlyRead(reading, posts), ...otherOrder(reading, settled)]),
    ...lost(posts, settled),
    ...outOfTime(posts, settled),
  ]
}

function badlyRead({ reader, messages }: Reading, posts: readonly SentCommand[]): string[] {
  const invoked = new Map(posts.map((post) => [commandKey(post.client, post.commandId), post]))
  const seen = new Set<string>()
  let last = 0
  return messages.flatMap(({ by, commandId, text, seq }) => {
    const found: string[] = []
    const key = commandKey(by, commandId)
    const post = invoked.get(key)
    if (seen.has(key)) found.push(`${reader}: message ${commandId} is read twice`)
    seen.add(key)
    if (seq <= last) found.push(`${reader}: message ${commandId} at ${seq} is read after ${last}`)
    last = seq
    if (!post) found.push(`${reader}: message ${commandId} of ${by} was never sent`)
    else if ((post.value as SaidMessage).text !== text)
      found.push(`${reader}: message ${commandId} reads otherwise than it was sent`)
    else if (post.outcome === 'fail')
      found.push(`${reader}: message ${commandId} was refused, and is read all the same`)
    return found
  })
}

/** Whoever follows a stream sees all of it from where they began, in its order. */
function otherOrder({ reader, messages }: Reading, settled: readonly ReadMessage[]): string[] {
  const [first] = messages
  if (!first) return []
  const from = settled.findIndex(({ id }) => id === first.id)
  const there = settled.slice(from, from + messages.length)
  const at = messages.findIndex(({ id, seq }, index) => there[index]?.id !== id || there[index]?.seq !== seq)
  if (from >= 0 && at < 0) return []
  const wrong = messages[Math.max(at, 0)]
  return [
    `${reader}: message ${wrong?.commandId} at ${wrong?.seq} is read where ${there[at]?.commandId ?? 'nothing'} stands`,
  ]
}

function lost(posts: readonly SentCommand[], settled: readonly ReadMessage[]): string[] {
  const kept = new Map(settled.map((message) => [commandKey(message.by, message.commandId), message]))
  return posts.flatMap(({ client, commandId, sendings }) =>
    sendings.flatMap(({ outcome, result }) => {
      if (outcome !== 'ok') return []
      const told = result as ToldMessage
      const there = kept.get(commandKey(client, commandId))
      if (!there) return [`message ${commandId} was acknowledged at ${told.seq} and is lost`]
      if (there.seq === told.seq && there.id === told.id) return []
      return [
        `message ${commandId} was acknowledged at ${told.seq} as ${told.id} and is ${there.id} at ${there.seq}`,
      ]
    }),
  )
}

/** What was answered before another was sent stands before it. */
function outOfTime(posts: readonly SentCommand[], settled: readonly ReadMessage[]): string[] {
  const seqs = new Map(settled.map(({ by, commandId, seq }) => [commandKey(by, commandId), seq]))
  const placed = posts.flatMap((post) => {
    const seq = seqs.get(commandKey(post.client, post.commandId))
    return seq === undefined ? [] : [{ ...post, seq }]
  })
  const answered = placed.filter(({ outcome }) => outcome === 'ok').sort((a, b) => a.endedAt - b.endedAt)
  let next = 0
  let highest: (typeof placed)[number] | undefined
  return placed
    .sort((a, b) => a.invokedAt - b.invokedAt)
    .flatMap(({ commandId, seq, invokedAt }) => {
      for (let one = answered[next]; one && one.endedAt < invokedAt; one = answered[++next])
        if (!highest || one.seq > highest.seq) highest = one
      if (!highest || highest.seq < seq) return []
      return [
        `message ${commandId} at ${seq} was sent after ${highest.commandId} at ${highest.seq} was answered`,
      ]
    })
}
