import { MESSAGE_WINDOW } from '@colloque/contract'
import {
  DomainError,
  messageReaders,
  messageWindow,
  parseStream,
  type EntityState,
  type Message,
  type MessageWindow,
  type StreamName,
} from '@colloque/domain'
import type { Actor } from '../actor.ts'
import type { ChangeLog, HeldFold } from '../change-log/index.ts'
import type { StreamAccess } from '../socket/gateway.ts'
import type { QueryHandlers } from './api.routes.ts'
import { allMessages, messagePage, threadMessages, type MessagePosition } from './message-pages.ts'

interface Parts {
  readonly changes: ChangeLog
  readonly access: StreamAccess
  /** On disk before a case is shown. */
  recordRead(accountId: string, caseId: string): Promise<void>
  /** The entity types that exist, in the order in which a snapshot gives them. */
  readonly types: readonly string[]
}

/** A stream as a client takes it up: as it stands, what it missed, and page by page what is long ago. */
export function streamQueries({
  changes,
  access,
  recordRead,
  types,
}: Parts): Pick<QueryHandlers, 'streamChanges' | 'streamSnapshot' | 'streamMessages'> {
  const enter = async (actor: Actor, name: string): Promise<StreamName> => {
    const parsed = parseStream(name)
    if (!parsed || !(await access.mayReadStream(actor, name as StreamName)))
      throw new DomainError('not_found')
    const caseId = access.caseOf(name as StreamName)
    if (caseId !== undefined) await recordRead(actor.accountId, caseId)
    return name as StreamName
  }
  const stillReads = (actor: Actor, stream: StreamName) => {
    if (!access.mayReadStreamNow(actor, stream)) throw new DomainError('not_found')
  }

  return {
    streamChanges: async ({ params, search: { since, limit } }, actor) => {
      const stream = await enter(actor, params.stream)
      const answer = await changes.changesSince(stream, since, limit)
      stillReads(actor, stream)
      return answer
    },
    streamSnapshot: async ({ params }, actor) => {
      const stream = await enter(actor, params.stream)
      const fold = await changes.fold(stream)
      stillReads(actor, stream)
      const window = windowOf(fold)
      const entities = types.flatMap<EntityState>((type) =>
        type === 'message' ? window.messages : fold.all(type),
      )
      const { seq } = fold
      return { entities, seq, messagesFrom: window.from, messageCount: fold.inOrder('message').present }
    },
    streamMessages: async ({ params, search: { thread, limit, ...places } }, actor) => {
      const stream = await enter(actor, params.stream)
      const position = positionOf(places)
      const fold = await changes.fold(stream)
      stillReads(actor, stream)
      const course = thread === undefined ? allMessages(fold) : threadMessages(fold, thread)
      const page = messagePage(course, position, limit)
      if (!page) throw new DomainError('not_found')
      return { ...page, seq: fold.seq }
    },
  }
}

/** The window of each fold as it was last asked for: after a break, many ask for the same. */
const windows = new WeakMap<HeldFold, MessageWindow & { readonly seq: number }>()

function windowOf(fold: HeldFold): MessageWindow {
  const known = windows.get(fold)
  if (known?.seq === fold.seq) return known
  const messages = fold.inOrder<Message>('message').entities
  const readers = messageReaders((type) => fold.all(type))
  const window = { ...messageWindow(messages, MESSAGE_WINDOW, readers), seq: fold.seq }
  // All of them are the fold's own list, which grows.
  if (window.from > 0) windows.set(fold, window)
  return window
}

/** @throws invalid when more than one place is asked for */
function positionOf(places: {
  [Place in 'before' | 'after' | 'around' | 'at']?: string | number | undefined
}): MessagePosition | undefined {
  const given = Object.entries(places).filter(([, value]) => value !== undefined)
  if (given.length > 1) throw new DomainError('invalid', { field: given[1]?.[0], why: 'one_place' })
  return given.length === 0 ? undefined : (Object.fromEntries(given) as MessagePosition)
}
