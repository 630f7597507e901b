import type { Account, CaseLink, StreamName } from '@colloque/domain'
import type { Replica } from './replica.ts'
import type { ReplicaStore } from './replica-store.ts'

/**
 * Holds the streams of all the person's cases and teams, as their own stream says: a case that they join
 * opens, one that they leave is let go of, on the device as well.
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
    const wanted = new Set<StreamName>()
    for (const { type, after } of replica.entities(mine).values()) {
      const link = type === 'caseLink' ? (after as CaseLink | null) : null
      if (link?.status === 'active') wanted.add(`case:${link.caseId}`)
    }
    for (const stream of wanted) if (!followed.has(stream)) open(stream)
    for (const stream of followed) {
      if (wanted.has(stream) || !stream.startsWith('case:')) continue
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
      if (stream.startsWith('case:') && !wanted.has(stream) && !replica.streams.includes(stream))
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
