import {
  isSharedWithAnybody,
  type Account,
  type CircleMember,
  type EntityState,
  type StreamName,
} from '@colloque/domain'
import { linkedStreams } from './linked-streams.ts'
import type { Replica } from './replica.ts'
import type { ReplicaStore } from './replica-store.ts'

/** Streams that come and go with the person's own stream. */
const isLinked = (stream: string) => /^(case|shared|part|conversation):/.test(stream)

/** Whether a change of a case may be the first that shares it. */
const mayShare = (stream: StreamName, what: readonly EntityState[] | 'reset' | 'trimmed') =>
  stream.startsWith('case:') &&
  (what === 'reset' || (what !== 'trimmed' && what.some(({ type }) => type === 'circleMember')))

/**
 * What a case shares, for a professional who holds it: only where there is, or was, somebody with whom it does.
 * @param held the entities of a stream
 */
function sharedBeside(stream: StreamName, held: Iterable<EntityState>): StreamName[] {
  if (!stream.startsWith('case:')) return []
  const circle = [...held].flatMap(({ type, after }) =>
    type === 'circleMember' && after !== null ? [after as CircleMember] : [],
  )
  return isSharedWithAnybody(circle) ? [`shared:${stream.slice('case:'.length)}`] : []
}

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
    const wanted = linkedStreams(account, replica.entities(mine).values())
    for (const stream of [...wanted])
      for (const shared of sharedBeside(stream, replica.entities(stream).values())) wanted.add(shared)
    for (const stream of wanted) if (!followed.has(stream)) open(stream)
    for (const stream of followed) {
      if (wanted.has(stream) || mayBeWanted(stream, wanted) || !isLinked(stream)) continue
      followed.delete(stream)
      void replica.forget(stream)
    }
    void forgetLeftOvers(wanted)
  }

  /** What a case shares, while the case itself has not been read yet: only then is it known whether it does. */
  function mayBeWanted(stream: StreamName, wanted: ReadonlySet<StreamName>): boolean {
    const of: StreamName = `case:${stream.slice('shared:'.length)}`
    return stream.startsWith('shared:') && wanted.has(of) && replica.seq(of) === 0
  }

  /** Cases that were left while this device was away. */
  async function forgetLeftOvers(wanted: ReadonlySet<StreamName>): Promise<void> {
    const kept = await store()
      ?.streams()
      .catch(() => [])
    for (const stream of kept ?? []) {
      if (!isLinked(stream) || wanted.has(stream) || mayBeWanted(stream, wanted)) continue
      if (!replica.streams.includes(stream)) await replica.forget(stream)
    }
  }

  const unlisten = [
    replica.onChange((stream, what) => {
      if (stream === mine || (followed.has(stream) && mayShare(stream, what))) follow()
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
