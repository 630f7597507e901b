import { IdSchema } from '@colloque/domain'
import { z } from 'zod'
import { openChannel } from './channel.ts'
import type { RedisLink } from './redis-link.ts'

/** Who has which case open on the other nodes, by their word. Account ids by case id. */
export interface ViewersElsewhere {
  of(caseId: string): readonly string[]
  /** Says who has a case open here from now on. */
  say(caseId: string, accountIds: readonly string[]): void
  /** Called when it is another set, or may be. */
  onChange(listener: (caseId: string) => void): void
  /** @param here who has which case open on this node */
  start(here: () => ReadonlyMap<string, readonly string[]>): void
  stop(): void
}

/** Each node says all that it shows so often, */
const SAY_EVERY_MS = 10_000
/** and is taken for gone, with all whom it shows, when it has not for so long. */
const GONE_AFTER_MS = 30_000
const LOOK_EVERY_MS = 5_000

const AccountsSchema = z.array(IdSchema).max(10_000)
const WordSchema = z.discriminatedUnion('say', [
  z.object({ say: z.literal('case'), caseId: IdSchema, accountIds: AccountsSchema }),
  z.object({ say: z.literal('all'), cases: z.array(z.tuple([IdSchema, AccountsSchema])).max(100_000) }),
  z.object({ say: z.literal('who') }),
])
type Word = z.output<typeof WordSchema>

/**
 * `case` when one changes, `all` every ten seconds and when asked, `who` from a node that has just come, or come back.
 * One that leaves says `all`, of nothing.
 */
export function createViewersElsewhere(link: RedisLink, node: string): ViewersElsewhere {
  const channel = openChannel(link, node, 'viewers')
  const nodes = new Map<string, { heardAt: number; cases: ReadonlyMap<string, readonly string[]> }>()
  const listeners: ((caseId: string) => void)[] = []
  let timers: NodeJS.Timeout[] = []
  let stopListening: () => void = () => undefined
  let here: () => ReadonlyMap<string, readonly string[]> = () => new Map()

  const say = (word: Word): void => {
    if (link.connected) channel.say(JSON.stringify(word))
  }
  const sayAll = (): void => say({ say: 'all', cases: [...here()].map(([id, who]) => [id, [...who]]) })

  function put(from: string, cases: ReadonlyMap<string, readonly string[]>, changed: Iterable<string>): void {
    if (cases.size > 0) nodes.set(from, { heardAt: performance.now(), cases })
    else nodes.delete(from)
    for (const caseId of changed) for (const listener of listeners) listener(caseId)
  }

  channel.onMessage((message, from) => {
    const word = WordSchema.parse(JSON.parse(message.toString()))
    if (word.say === 'who') return sayAll()
    const known = nodes.get(from)?.cases ?? new Map<string, readonly string[]>()
    if (word.say === 'all') {
      const cases = new Map(word.cases)
      const isSame = (id: string): boolean => String(known.get(id)) === String(cases.get(id))
      const all = [...new Set([...known.keys(), ...cases.keys()])]
      return put(
        from,
        cases,
        all.filter((id) => !isSame(id)),
      )
    }
    const cases = new Map(known)
    if (word.accountIds.length > 0) cases.set(word.caseId, word.accountIds)
    else cases.delete(word.caseId)
    put(from, cases, [word.caseId])
  })

  function forgetTheGone(): void {
    for (const [from, { heardAt, cases }] of nodes)
      if (performance.now() - heardAt > GONE_AFTER_MS) put(from, new Map(), cases.keys())
  }

  return {
    of: (caseId) => [...nodes.values()].flatMap(({ cases }) => cases.get(caseId) ?? []),
    say: (caseId, accountIds) => say({ say: 'case', caseId, accountIds: [...accountIds] }),
    onChange: (listener) => void listeners.push(listener),
    start(showing) {
      here = showing
      stopListening = link.onConnected(() => {
        say({ say: 'who' })
        sayAll()
      })
      timers = [setInterval(sayAll, SAY_EVERY_MS), setInterval(forgetTheGone, LOOK_EVERY_MS)]
      for (const timer of timers) timer.unref()
    },
    stop() {
      stopListening()
      for (const timer of timers) clearInterval(timer)
      say({ say: 'all', cases: [] })
    },
  }
}
