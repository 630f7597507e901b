import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseStream, type StreamName } from '@colloque/domain'
import { z } from 'zod'
import { openChannel } from './channel.ts'
import type { RedisLink } from './redis-link.ts'

/** What every node has to know before somebody is told that it is so. */
export type Fact =
  | { readonly kind: 'change'; readonly stream: StreamName; readonly seq: number }
  | { readonly kind: 'sessionEnded'; readonly sessionId: string }

export interface Confirmations {
  /**
   * Resolves once every other node that lives has said that it acts on a fact; or after a second, by when one that has
   * not heard of it is behind its fence. At once where there is no other node.
   */
  everywhere(fact: Fact): Promise<void>
}

/** The fence's lease, and what it takes to be noticed. */
const ENOUGH_MS = 1_000

const StreamSchema = z.custom<StreamName>(
  (value) => typeof value === 'string' && parseStream(value) !== undefined,
)
const QuestionSchema = z.object({
  id: z.uuid(),
  fact: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('change'), stream: StreamSchema, seq: z.int().min(1) }),
    z.object({ kind: z.literal('sessionEnded'), sessionId: z.uuid() }),
  ]),
})
const AnswerSchema = z.object({ id: z.uuid() })

/**
 * Asks the other nodes, and answers them: `ask { id, fact }`, then from each `known { id }`. Ids alone.
 * @param options.learn acts on a fact that another node tells of; what it throws is no answer
 */
export function createConfirmations(options: {
  readonly link: RedisLink
  readonly node: string
  readonly otherNodes: () => Promise<readonly string[]>
  readonly learn: (fact: Fact) => Promise<void>
}): Confirmations {
  const { link, node, otherNodes, learn } = options
  const asking = openChannel(link, node, 'ask')
  const answers = openChannel(link, node, 'known')
  const open = new Map<string, (from: string) => void>()

  asking.onMessage((message) => {
    const { id, fact } = QuestionSchema.parse(JSON.parse(message.toString()))
    learn(fact).then(
      () => answers.say(JSON.stringify({ id })),
      () => undefined,
    )
  })
  answers.onMessage((message, from) => {
    open.get(AnswerSchema.parse(JSON.parse(message.toString())).id)?.(from)
  })

  /** Resolves once all of them have answered. */
  function ask(fact: Fact, others: readonly string[], id: string): Promise<void> {
    const silent = new Set(others)
    return new Promise((resolve) => {
      open.set(id, (from) => {
        silent.delete(from)
        if (silent.size === 0) resolve()
      })
      asking.say(JSON.stringify({ id, fact }))
    })
  }

  async function confirmed(fact: Fact, id: string): Promise<void> {
    const others = await otherNodes()
    if (others.length > 0) await ask(fact, others, id)
  }

  return {
    async everywhere(fact) {
      const id = randomUUID()
      const giveUp = new AbortController()
      const enough = sleep(ENOUGH_MS, undefined, { signal: giveUp.signal }).catch(() => undefined)
      // Where the database does not say who lives, everybody may.
      const known = confirmed(fact, id).catch(() => enough)
      await Promise.race([known, enough])
      giveUp.abort()
      open.delete(id)
    },
  }
}
