/** What belongs to the messages of a stream, joined once for all that are on the screen. */
import { parseStream, type StreamName } from '@colloque/domain'
import { computed, inject, provide, type InjectionKey } from 'vue'
import { usePlace } from '../../platform/composing/usePlace.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useSteadyGroups } from './steadyGroups.ts'
import type { StreamMessage } from './stream.ts'

export type StreamJoins = ReturnType<typeof createJoins>

const key: InjectionKey<StreamJoins> = Symbol('what belongs to messages')

/** @param messages those that are shown, the old ones of a history too */
export function provideStreamJoins(
  stream: StreamName,
  messages: () => readonly StreamMessage[],
): StreamJoins {
  const joins = createJoins(stream, messages)
  provide(key, joins)
  return joins
}

/** @throws outside a stream */
export function useStreamJoins(): StreamJoins {
  const joins = inject(key)
  if (!joins) throw new Error('Messages are shown in a MessageStream.')
  return joins
}

function createJoins(stream: StreamName, messages: () => readonly StreamMessage[]) {
  const workspace = useWorkspace()
  const parsed = parseStream(stream)
  const caseId = parsed?.kind === 'case' ? parsed.id : undefined
  const place = usePlace(stream)

  const byId = computed(() => {
    const known = new Map(workspace.listIn(stream, 'message').map((message) => [message.id, message]))
    for (const message of messages()) if (!known.has(message.id)) known.set(message.id, message)
    return known
  })
  /** Whom a message may ask here: the reader's own name and profession. */
  const reader = computed(() => {
    const accountId = workspace.account?.id ?? ''
    const own = place.members.value.find((member) => member.accountId === accountId)
    return { accountId, profession: own?.profession ?? '' }
  })
  const taking = computed(
    () =>
      new Set(
        workspace
          .waitingIn(stream)
          .filter(({ name, state }) => name === 'message.takeCharge' && state !== 'refused')
          .map(({ input }) => input['messageId']),
      ),
  )

  return {
    stream,
    caseId,
    place,
    reader,
    find: (id: string) => byId.value.get(id),
    isTakingCharge: (id: string) => taking.value.has(id),
    answersTo: useSteadyGroups(
      () => [...byId.value.values()],
      ({ after }) => [after.threadId],
    ),
    measurementsOf: useSteadyGroups(
      () => workspace.listIn(stream, 'measurement'),
      ({ after }) => [after.messageId],
    ),
    wordedOf: useSteadyGroups(
      () => workspace.listIn(stream, 'wordedReading'),
      ({ after }) => [after.messageId],
    ),
    tasksOf: useSteadyGroups(
      () => workspace.listIn(stream, 'task'),
      ({ after }) => [after.messageId],
    ),
    flagsOf: useSteadyGroups(
      () => workspace.listIn(stream, 'flag'),
      ({ after }) => [after.messageId],
    ),
    agendaItemsOf: useSteadyGroups(
      () => workspace.listIn(stream, 'agendaItem').filter(({ after }) => after.status === 'proposed'),
      ({ after }) => [after.messageId],
    ),
  }
}
