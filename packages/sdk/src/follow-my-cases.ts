import type { Account, CaseLink, ConversationLink, PartLink, StreamName } from '@colloque/domain'
import type { Replica } from './replica.ts'
import type { ReplicaStore } from './replica-store.ts'

/** Streams that come and go with the person's own stream. */
const isLinked = (stream: string) => /^(case|part|conversation):/.test(stream)

/**
 * Holds the streams of all the person's cases, of the parts of them that they see, of their conversations and teams, as
 * their own stream says: one that they join opens, one that they leave is let go of, on the device as well.
 * @returns a function that stops following
 */
export function followMyCases(
  replica: Replica,
  account: Pick<Account, 'id' | 'teamIds'>,
  store: () => ReplicaStore | undefined,
): () => void {
  const mine: StreamName = `member:${account.id}`
  const teams = account.teamIds.map((id): StreamName => `team:${id}`)
  const followed = new Set<StreamName>()

  function open(stream: StreamName): void {
    followed.add(stream)
    // A refusal comes through `onDropped`.
    replica.open(stream).catch(() => undefined)
  }

  function follow(): void {
    // Let go of: an empty stream here does not say that the person left every case.
    if (!replica.streams.includes(mine)) return
    // A team's conversation is found under the team's own id.
    const wanted = new Set(account.teamIds.map((id): StreamName => `conversation:${id}`))
    for (const { type, after } of replica.entities(mine).values()) {
      if (type === 'caseLink') {
        const link = after as CaseLink | null
        if (link?.status === 'active') wanted.add(`case:${link.caseId}`)
      } else if (type === 'partLink') {
        const link = after as PartLink | null
        if (link?.status === 'active') wanted.add(`part:${link.partId}`)
      } else if (type === 'conversationLink') {
        const link = after as ConversationLink | null
        if (link?.status === 'active') wanted.add(`conversation:${link.conversationId}`)
      }
    }
    for (const stream of wanted) if (!followed.has(stream)) open(stream)
    for (const stream of followed) {
      if (wanted.has(stream) || !isLinked(stream)) continue
      followed.delete(stream)
      void replica.forget(stream)
    }
    void forgetLeftOvers(wanted)
  }

  /** Cases that were left while this device was away. */
  async function forgetLeftOvers(wanted: ReadonlySet<StreamName>): Promise<void> {
    const kept = await store()
      ?.streams()
      .catch(() => [])
    for (const stream of kept ?? []) {
      if (isLinked(stream) && !wanted.has(stream) && !replica.streams.includes(stream))
        await replica.forget(stream)
    }
  }

  const unlisten = [
    replica.onChange((stream) => {
      if (stream === mine) follow()
    }),
    replica.onDropped((stream) => void followed.delete(stream)),
  ]
  open(mine)
  for (const team of teams) open(team)

  return () => {
    for (const off of unlisten) off()
    for (const stream of followed) replica.close(stream)
    followed.clear()
  }
}
