import {
  endOfDay,
  isSharedWithAnybody,
  isTaskEnded,
  isTaskFor,
  isTaskOf,
  QUEUE_ENTITY_TYPES,
  wallClock,
  whatWaits,
  type Attention,
  type CircleMember,
  type QueueStream,
  type StreamName,
  type Task,
} from '@colloque/domain'
import type { Draft } from '@colloque/contract'
import type { Actor } from '../../platform/actor.ts'
import { present } from '../../platform/commands.ts'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { PartsOf } from '../care-circle/parts.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly clock: () => Date
  casesOf(actor: { readonly accountId: string }): Promise<string[]>
  conversationsOf(actor: Actor): Promise<StreamName[]>
  readonly partsOf: PartsOf
  mayReadStreamNow(actor: Actor, stream: StreamName): boolean
  readMarksOf(accountId: string): Promise<Map<string, number>>
  draftsOf(accountId: string): Promise<Draft[]>
}

/** What waits for somebody, over all their cases, by the same rule as on their screen. */
export function queueQueries({
  changes,
  clock,
  casesOf,
  conversationsOf,
  partsOf,
  mayReadStreamNow,
  readMarksOf,
  draftsOf,
}: Parts): Pick<QueryHandlers, 'myTasks' | 'myQueue' | 'myReadMarks' | 'myDrafts'> {
  /** Of the cases of a person, with the parts that they see. */
  const caseStreamsOf = async (actor: Actor): Promise<StreamName[]> => [
    ...(await casesOf(actor)).map((id): StreamName => `case:${id}`),
    ...(await partsOf(actor)),
  ]
  /** What is shared of the cases of a person, with the circle of each: it says for whom it waits. */
  const sharedStreamsOf = async (actor: Actor): Promise<QueueStream[]> => {
    const found = (await casesOf(actor)).map(async (id): Promise<QueueStream[]> => {
      const circle = (await changes.fold(`case:${id}`)).all<CircleMember>('circleMember')
      if (!isSharedWithAnybody(circle.flatMap(({ after }) => after ?? []))) return []
      const stream: StreamName = `shared:${id}`
      const fold = await changes.fold(stream)
      if (!mayReadStreamNow(actor, stream)) return []
      return [{ stream, readSeq: 0, entities: [...fold.all('sharedMessage'), ...circle] }]
    })
    return (await Promise.all(found)).flat()
  }
  return {
    myQueue: async (_request, actor) => {
      const marks = await readMarksOf(actor.accountId)
      const own = await changes.fold(`member:${actor.accountId}`)
      const attention = own.all<Attention>('attention').flatMap(({ after }) => after ?? [])
      const streams = await Promise.all(
        [...(await caseStreamsOf(actor)), ...(await conversationsOf(actor))].map(async (stream) => {
          const fold = await changes.fold(stream)
          if (!mayReadStreamNow(actor, stream)) return []
          const entities = QUEUE_ENTITY_TYPES.flatMap((type) => fold.all(type))
          return [{ stream, readSeq: marks.get(stream) ?? 0, entities }]
        }),
      )
      const all = [...streams.flat(), ...(await sharedStreamsOf(actor))]
      return { items: whatWaits(actor, all, endOfDay(wallClock(clock().toISOString()).day), attention) }
    },

    myTasks: async ({ search: { cursor, limit } }, actor) => {
      const perStream = await Promise.all(
        (await caseStreamsOf(actor)).map(async (stream) => {
          const fold = await changes.fold(stream)
          if (!mayReadStreamNow(actor, stream)) return []
          return fold.all<Task>('task').filter(({ after }) => {
            if (after === null || isTaskEnded(after)) return false
            const isOffered = after.handover?.to === actor.accountId
            return isOffered || isTaskOf(after, actor) || (!after.claimed && isTaskFor(after, actor))
          })
        }),
      )
      const tasks = perStream
        .flat()
        .filter(({ id }) => cursor === undefined || id > cursor)
        .sort((one, other) => (one.id < other.id ? -1 : 1))
      const items = tasks.slice(0, limit).map(present)
      return { items, seq: 0, next: tasks.length > limit ? String(items.at(-1)?.['id']) : null }
    },

    myDrafts: async (_request, actor) => ({
      items: (await draftsOf(actor.accountId)).filter(({ stream }) =>
        mayReadStreamNow(actor, stream as StreamName),
      ),
    }),

    myReadMarks: async (_request, actor) => ({
      items: [...(await readMarksOf(actor.accountId))].map(([stream, seq]) => ({ stream, seq })),
    }),
  }
}
