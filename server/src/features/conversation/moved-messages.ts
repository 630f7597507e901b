/**
 * « Mauvaise situation »: a message goes to the case it belongs to. What is moved is first recorded beside the log,
 * in the audit trail; then the change in the wrong place redacts it there and leaves a notice; then a reactor writes
 * it in the right case. A crash in between loses nothing: each step is done again until it is done.
 */
import {
  DomainError,
  newMessage,
  type Change,
  type EntityState,
  type Measurement,
  type Message,
  type Notice,
  type PatientCase,
  type StoredFile,
  type StreamName,
  type WordedReading,
} from '@colloque/domain'
import { Schema, type Connection } from 'mongoose'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, DecidedEntity, ReactorCommand, StreamFold } from '../../platform/change-log/index.ts'
import { commandEntityId } from '../../platform/change-log/ids.ts'
import { entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { requireMember } from '../care-circle/access.ts'

interface Files {
  copy(
    from: { stream: StreamName; fileId: string; sha256: string },
    to: { stream: StreamName; fileId: string },
  ): Promise<void>
  remove(file: { stream: StreamName; fileId: string }): Promise<void>
}

interface Moved {
  readonly type: 'message' | 'measurement' | 'wordedReading' | 'file'
  readonly id: string
  /** null once it was erased where it came to. */
  readonly after: Message | Measurement | WordedReading | StoredFile | null
}

/** What was moved, by whom and where to: the only place that still holds it as it stood in the wrong case. */
interface StoredMove {
  /** `<accountId> <commandId>` */
  _id: string
  stream: StreamName
  toCaseId: string
  by: string
  at: string
  entities: Moved[]
}

const KIND = 'message.moved'

export interface MovedMessages {
  readonly command: Pick<CommandHandlers, 'message.move'>
  /** Writes what was moved in the right case: the commands of a reactor. */
  arrive(change: Change): Promise<readonly ReactorCommand[]>
  /** Removes the bytes that the wrong case held. */
  clear(change: Change): Promise<void>
  /**
   * Blanks the record of what came into a case and was erased there.
   * @param ids of the entities as they stand there; everything without them
   */
  forget(caseId: string, ids?: ReadonlySet<string>): Promise<void>
  start(): Promise<void>
}

export function createMovedMessages(parts: {
  connection: Connection
  changes: ChangeLog
  files: Files
  clock: () => Date
}): MovedMessages {
  const { connection, changes, files, clock } = parts
  const schema = new Schema<StoredMove>(
    {
      _id: { type: String, required: true },
      stream: String,
      toCaseId: String,
      by: String,
      at: String,
      entities: [],
    },
    { versionKey: false, collection: 'movedMessages', writeConcern: { w: 'majority', j: true } },
  )
  schema.index({ stream: 1, at: 1 })
  schema.index({ toCaseId: 1 })
  const model = connection.model('movedMessages', schema)

  async function requireDestination(actor: Actor, from: StreamName, toCaseId: string): Promise<void> {
    if (from === `case:${toCaseId}`) throw new DomainError('invalid', { field: 'toCaseId', why: 'same_case' })
    const fold = await changes.fold(`case:${toCaseId}`)
    requireMember(fold, actor, 'message.post', clock().toISOString())
    if (fold.get<PatientCase>('patientCase', toCaseId)?.after?.status === 'closed')
      throw new DomainError('conflict', { status: 'closed' })
  }

  const command: Pick<CommandHandlers, 'message.move'> = {
    'message.move': async ({ commandId, messageId, toCaseId }, actor) => {
      const from = await changes.locate(messageId)
      if (!from) throw new DomainError('not_found')
      const recordId = `${actor.accountId} ${commandId}`
      const source = await changes.fold(from)
      // A retry finds the message gone: the log answers it with the first reply.
      const moving = source.get('message', messageId)?.after ? belongingTo(source, messageId) : undefined
      if (moving) {
        await requireDestination(actor, from, toCaseId)
        const record = {
          stream: from,
          toCaseId,
          by: actor.accountId,
          at: new Date().toISOString(),
          entities: moving,
        }
        await model.updateOne({ _id: recordId }, { $set: record }, { upsert: true })
      }
      return ({ fold, now, newId }) => {
        const held = requireEntity(fold, 'message', messageId)
        if (!moving || !isSame(moving, belongingTo(fold, messageId))) throw new DomainError('busy')
        const { authorId, threadId, postedAt } = held.after
        const notice: Notice = {
          kind: 'messageMoved',
          threadId,
          authorId,
          by: actor.accountId,
          at: now,
          postedAt,
        }
        const gone = moving.map(({ type, id }): DecidedEntity => ({ type, id, after: null }))
        return { kind: KIND, entities: [...gone, entity('notice', newId(0), notice)] }
      }
    },
  }

  return {
    command,
    arrive: async (change) => {
      if (change.kind !== KIND) return []
      const record = await model.findById(`${change.by} ${change.commandId}`).lean<StoredMove>()
      // A document of the log always follows its record.
      if (!record) throw new Error(`the record of ${change.stream} ${change.seq} is missing`)
      const to: StreamName = `case:${record.toCaseId}`
      const idOf = (id: string) => arrivedAs(record._id, id)
      const left = record.entities.filter(({ after }) => after !== null)
      // Erased since it came: there is nothing that could come again.
      if (left.length === 0) return []
      for (const { type, id, after } of left) {
        if (type !== 'file') continue
        const { sha256 } = after as StoredFile
        await files.copy({ stream: record.stream, fileId: id, sha256 }, { stream: to, fileId: idOf(id) })
      }
      return [
        {
          stream: to,
          input: { moved: record._id },
          decide: (fold) => {
            requireEntity(fold, 'patientCase', record.toCaseId)
            return { kind: 'message.received', entities: arriving({ ...record, entities: left }, idOf) }
          },
        },
      ]
    },
    clear: async (change) => {
      if (change.kind !== KIND) return
      for (const { type, id } of change.entities)
        if (type === 'file') await files.remove({ stream: change.stream, fileId: id })
    },
    forget: async (caseId, ids) => {
      const records = await model.find({ toCaseId: caseId }).lean<StoredMove[]>()
      for (const { _id, entities } of records) {
        const blanked = entities.map((one) =>
          !ids || ids.has(arrivedAs(_id, one.id)) ? { ...one, after: null } : one,
        )
        await model.updateOne({ _id }, { $set: { entities: blanked } })
      }
    },
    start: async () => {
      await model.createIndexes()
    },
  }
}

/** The id under which something arrives. */
const arrivedAs = (recordId: string, id: string) => commandEntityId(recordId, id, 0)

/** A message with its answers, their readings and words as readings, and their files. */
function belongingTo(fold: StreamFold, messageId: string): Moved[] {
  const messages = fold
    .all<Message>('message')
    .filter(({ id, after }) => after !== null && (id === messageId || after.threadId === messageId))
  return messages.flatMap(({ id, after }): Moved[] => {
    if (!after) return []
    const present = <T extends Measurement | StoredFile>(
      type: 'measurement' | 'file',
      ids: readonly string[],
    ) =>
      ids.flatMap((one): Moved[] => {
        const state = (fold.get<T>(type, one) as EntityState<T> | undefined)?.after
        return state ? [{ type, id: one, after: state }] : []
      })
    return [
      { type: 'message', id, after },
      ...present<Measurement>('measurement', after.measurementIds),
      ...wordsOf(fold, id),
      ...present<StoredFile>('file', after.fileIds),
    ]
  })
}

/** What was said with a note, as readings. */
const wordsOf = (fold: StreamFold, messageId: string): Moved[] =>
  fold
    .all<WordedReading>('wordedReading')
    .flatMap(({ id, after }) =>
      after?.messageId === messageId ? [{ type: 'wordedReading', id, after }] : [],
    )

/** Whether what was recorded is what stands there now: somebody may have answered in between. */
const isSame = (one: readonly Moved[], other: readonly Moved[]) =>
  JSON.stringify(one) === JSON.stringify(other)

/** What was moved as it arrives: under new ids, since an entity never changes its stream. */
function arriving({ entities, toCaseId, by, at }: StoredMove, idOf: (id: string) => string): DecidedEntity[] {
  const inCase = { caseId: toCaseId }
  const root = entities[0]?.id
  return entities.map(({ type, id, after }) => {
    if (type === 'file') return { type, id: idOf(id), after: { ...after, ...inCase, conversationId: null } }
    if (type === 'measurement' || type === 'wordedReading') {
      const { messageId } = after as Measurement | WordedReading
      return { type, id: idOf(id), after: { ...after, ...inCase, messageId: messageId && idOf(messageId) } }
    }
    const { authorId, text, kind, urgency, body, postedAt, writtenAt, threadId, measurementIds, fileIds } =
      after as Message
    const message = newMessage({
      ...{ authorId, text, kind, urgency, postedAt, writtenAt },
      ...inCase,
      // Mentions and addressees were of the other circle.
      body: body && withoutMentions(body),
      threadId: threadId !== null && threadId === root ? idOf(threadId) : null,
      measurementIds: measurementIds.map(idOf),
      fileIds: fileIds.map(idOf),
      moved: { by, at },
    })
    return { type, id: idOf(id), after: message }
  })
}

/** The same shape, with what was mentioned as plain words. */
function withoutMentions<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withoutMentions) as T
  if (node === null || typeof node !== 'object') return node
  const { type, attrs } = node as { type?: string; attrs?: { kind?: string; label?: string } }
  if (type === 'mention') {
    const sign = attrs?.kind === 'task' || attrs?.kind === 'card' ? '#' : '@'
    return { type: 'text', text: `${sign}${attrs?.label ?? ''}` } as T
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutMentions(value)])) as T
}
