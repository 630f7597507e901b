import {
  parseStream,
  type Account,
  type Change,
  type CircleMember,
  type SharedMessage,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import { LRUCache } from 'lru-cache'
import type { ChangeLog, StreamFold } from '../../platform/change-log/index.ts'
import { membersAround, partIn, sharedCaseOf } from '../../platform/part.ts'
import { conversationOf } from '../care-circle/access.ts'
import { isPressing, newDelivery } from './delivery.ts'
import type { Deliveries } from './deliveries.ts'
import { isWorthTelling, toldBy, type Around, type Listener } from './told.ts'

/** Who follows a stream is asked again after so long, so that a busy conversation does not ask at each message. */
const FOLLOWERS_MS = 2_000

export interface Follower {
  readonly accountId: string
  /** null: the whole stream. */
  readonly threadId: string | null
}

/** Writes down who is to be told of each change, durably and once. Nothing is sent from here. */
export function writeDeliveries(parts: {
  changes: Pick<ChangeLog, 'fold' | 'cachedFold'>
  account(accountId: string): Promise<Account | undefined>
  followersOf(stream: StreamName): Promise<readonly Follower[]>
  deliveries: Deliveries
  clock: () => Date
  graceMs: number
  /** Something is there that should not wait for the next run. */
  onPressing(): void
}): (change: Change) => Promise<void> {
  const { changes, account, followersOf, deliveries, clock, graceMs, onPressing } = parts
  const followers = new LRUCache<StreamName, readonly Follower[]>({ max: 2_000, ttl: FOLLOWERS_MS })

  const held = async (stream: StreamName) => changes.cachedFold(stream) ?? (await changes.fold(stream))

  async function listenersOf(fold: StreamFold): Promise<Listener[]> {
    const conversation = conversationOf(fold)
    if (!conversation) {
      const part = partIn(fold)
      const circle = part ? await held(`case:${part.caseId}`) : fold
      return membersAround(fold, circle).flatMap(listener)
    }
    if (conversation.kind === 'team') {
      const team = await held(`team:${conversation.teamId ?? ''}`)
      return team.all<TeamMember>('teamMember').flatMap(({ after }) => listener(after))
    }
    const accounts = await Promise.all(conversation.memberIds.map(account))
    return accounts.flatMap((person) =>
      person ? [{ accountId: person.id, profession: person.profession }] : [],
    )
  }

  async function around({ stream }: Change): Promise<Around> {
    const fold = await held(stream)
    const following = followers.get(stream) ?? (await followersOf(stream))
    followers.set(stream, following, { noUpdateTTL: true })
    const sharedOf = sharedCaseOf(stream)
    const circle = sharedOf === undefined ? undefined : await held(`case:${sharedOf}`)
    return {
      ...(circle && {
        shared: {
          circle: membersAround(fold, circle),
          messages: fold.all<SharedMessage>('sharedMessage'),
        },
      }),
      listeners: await listenersOf(fold),
      isDirect: conversationOf(fold)?.kind === 'direct',
      followersOf: (threadId) =>
        new Set(
          following
            .filter((one) => one.threadId === null || one.threadId === threadId)
            .map(({ accountId }) => accountId),
        ),
    }
  }

  return async (change) => {
    const place = parseStream(change.stream)?.kind
    if (place === undefined || place === 'member' || !isWorthTelling(change)) return
    const now = clock()
    const made = toldBy(change, await around(change))
      .map((told) => newDelivery(told, graceMs))
      .filter(({ expiresAt }) => expiresAt > now)
    if ((await deliveries.add(made)) > 0 && made.some(({ kind }) => isPressing(kind))) onPressing()
  }
}

function listener(
  member: Pick<CircleMember, 'accountId' | 'profession' | 'status'> | TeamMember | null,
): Listener[] {
  if (!member || member.status !== 'active') return []
  const { accountId, profession } = member
  return accountId !== null && profession !== null ? [{ accountId, profession }] : []
}
