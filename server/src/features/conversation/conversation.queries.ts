import {
  DomainError,
  parseStream,
  type ConversationLink,
  type Message,
  type StreamName,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, HeldFold, StreamFold } from '../../platform/change-log/index.ts'
import { present, requireEntity } from '../../platform/commands.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { StreamAccess } from '../../platform/socket/gateway.ts'
import { threadPage } from './thread-pages.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly access: StreamAccess
  /** How far somebody has read in each stream. */
  readMarksOf(accountId: string): Promise<Map<string, number>>
  /** When each reader's mark first stood at or after a seq. */
  seenSince(stream: StreamName, seq: number): Promise<{ accountId: string; at: string | null }[]>
  /** On disk before a case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
}

/** The streams of somebody's conversations: their teams', and those that their own stream links. */
export async function conversationsOf(changes: ChangeLog, actor: Actor): Promise<StreamName[]> {
  const own = await changes.fold(`member:${actor.accountId}`)
  const direct = own
    .all<ConversationLink>('conversationLink')
    .flatMap(({ after }) => (after?.status === 'active' ? [after.conversationId] : []))
  return [...actor.teamIds, ...direct].map((id): StreamName => `conversation:${id}`)
}

export function conversationQueries({
  changes,
  access,
  readMarksOf,
  seenSince,
  recordRead,
}: Parts): Pick<QueryHandlers, 'streamThreads' | 'conversations' | 'messageVersions' | 'messageSeen'> {
  const enter = async (actor: Actor, name: string): Promise<HeldFold> => {
    const parsed = parseStream(name)
    const stream = name as StreamName
    if (!parsed || !(await access.mayReadStream(actor, stream))) throw new DomainError('not_found')
    if (parsed.kind === 'case') await recordRead(actor.accountId, parsed.id)
    return changes.fold(stream)
  }
  const stillReads = (actor: Actor, { stream }: StreamFold) => {
    if (!access.mayReadStreamNow(actor, stream)) throw new DomainError('not_found')
  }

  return {
    streamThreads: async ({ params, search }, actor) => {
      const fold = await enter(actor, params.stream)
      stillReads(actor, fold)
      return threadPage(fold, search)
    },

    conversations: async (_request, actor) => {
      const marks = await readMarksOf(actor.accountId)
      const folds = await Promise.all(
        (await conversationsOf(changes, actor)).map((stream) => changes.fold(stream)),
      )
      const items = folds.flatMap((fold) => {
        const [held] = fold.all('conversation')
        if (!held || !access.mayReadStreamNow(actor, fold.stream)) return []
        const read = marks.get(fold.stream) ?? 0
        const unread = fold
          .all<Message>('message')
          .filter(({ after, createdSeq }) => createdSeq > read && after && after.authorId !== actor.accountId)
        // Named by its stream, as commands and addresses name it.
        const id = fold.stream.slice('conversation:'.length)
        return [{ ...present(held), id, stream: fold.stream, seq: fold.seq, unread: unread.length } as never]
      })
      return { items }
    },

    messageVersions: async ({ params: { stream, messageId } }, actor) => {
      const fold = await enter(actor, stream)
      requireEntity(fold, 'message', messageId)
      const history = await changes.historyOf(messageId)
      stillReads(actor, fold)
      const items: ReturnType<typeof versionOf>[] = []
      for (const { rev, by, at, after } of history) {
        if (after === null) continue
        const version = versionOf(after as Message, { rev, by, at })
        const last = items.at(-1)
        const says = (one: typeof version) => JSON.stringify([one.text, one.body, one.fileIds, one.deleted])
        // Acknowledgements and the like leave the words as they were.
        if (!last || says(last) !== says(version)) items.push(version)
      }
      return { items }
    },

    messageSeen: async ({ params: { stream, messageId } }, actor) => {
      const fold = await enter(actor, stream)
      const message = requireEntity(fold, 'message', messageId)
      const seen = await seenSince(fold.stream, message.createdSeq)
      stillReads(actor, fold)
      return { items: seen.filter(({ accountId }) => accountId !== message.after.authorId) }
    },
  }
}

const versionOf = (
  { text, body, fileIds, deleted }: Message,
  change: { rev: number; by: string; at: string },
) => ({ ...change, text, body, fileIds, deleted })
