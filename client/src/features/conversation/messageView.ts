import {
  parseStream,
  waitsForAcknowledgement,
  type Measurement,
  type Message,
  type StreamName,
  type Task,
} from '@colloque/domain'
import type { Person } from '../../platform/useWorkspace.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import type { StreamMessage } from './stream.ts'

/** All that one message shows, joined from the state of its stream. */
export interface MessageView {
  readonly entity: StreamMessage
  readonly message: Message
  readonly author: Person | undefined
  readonly mine: boolean
  /** On its way: the server has not decided. */
  readonly unsent: boolean
  readonly answers: number
  /** What it answers, where that is not shown just above. */
  readonly answerTo: StreamMessage | undefined
  readonly measurements: readonly Measurement[]
  readonly tasks: readonly { readonly id: string; readonly task: Task }[]
  readonly waitsForMe: boolean
  /** « Je m’en charge » is on its way. */
  readonly takingCharge: boolean
}

/** Joins the messages of a stream to their people, readings, answers and tasks. Reactive where it is called. */
export function useMessageViews(stream: StreamName) {
  const workspace = useWorkspace()
  const place = parseStream(stream)
  const caseId = place?.kind === 'case' ? place.id : undefined

  const professionOf = (me: string) =>
    (caseId === undefined ? workspace.person(me) : workspace.membership(caseId))?.profession ?? ''

  function viewsOf(
    messages: readonly StreamMessage[],
    all: { answers: ReadonlyMap<string, readonly StreamMessage[]>; byId: ReadonlyMap<string, StreamMessage> },
    inThread: boolean,
  ): MessageView[] {
    const me = workspace.account?.id ?? ''
    const reader = { accountId: me, profession: professionOf(me) }
    const measurements = new Map(workspace.listIn(stream, 'measurement').map(({ id, after }) => [id, after]))
    const tasks = Map.groupBy(
      workspace.listIn(stream, 'task').map(({ id, after }) => ({ id, task: after })),
      ({ task }) => task.messageId,
    )
    const taking = new Set(
      workspace
        .waitingIn(stream)
        .filter(({ name, state }) => name === 'message.takeCharge' && state !== 'refused')
        .map(({ input }) => input['messageId']),
    )
    return messages.map((entity) => {
      const { id, after: message, rev } = entity
      return {
        entity,
        message,
        author: workspace.person(message.authorId),
        mine: message.authorId === me,
        unsent: rev === 0,
        answers: all.answers.get(id)?.length ?? 0,
        answerTo: inThread || message.threadId === null ? undefined : all.byId.get(message.threadId),
        measurements: message.measurementIds.flatMap((one) => measurements.get(one) ?? []),
        tasks: tasks.get(id) ?? [],
        waitsForMe: waitsForAcknowledgement(message, reader),
        takingCharge: taking.has(id),
      }
    })
  }

  return viewsOf
}
