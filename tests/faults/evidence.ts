/** What the checkers read, as the real server and clients tell it. */
import { readBoard } from '@colloque/board'
import type { Change, Message, StreamName, Task } from '@colloque/domain'
import type { BoardReplica, ReadMessage, TaskState, ToldChange } from '@colloque/history'
import type { ColloqueClient, Done } from '@colloque/sdk'
import * as Y from 'yjs'

export function toldOf({ data, seq }: Done): ToldChange {
  const { id, rev } = data as { id: string; rev: number }
  return { id, rev, seq }
}

/** All changes of a stream after one of them. */
export async function changesOf(client: ColloqueClient, stream: StreamName, since = 0): Promise<Change[]> {
  const found: Change[] = []
  for (;;) {
    const { changes, head } = await client.api.query(
      'streamChanges',
      { stream },
      { since: found.at(-1)?.seq ?? since, limit: 200 },
    )
    found.push(...(changes as Change[]))
    if (changes.length === 0 || (found.at(-1)?.seq ?? 0) >= head) return found
  }
}

/** The message that a change says, if it says one. */
export function messageIn({ entities, seq, commandId, by, kind }: Change): ReadMessage | undefined {
  const said = entities.find(({ type, rev }) => type === 'message' && rev === 1)
  if (!said || kind !== 'message.posted') return undefined
  return { id: said.id, seq, commandId, by, text: (said.after as Message).text }
}

export function taskStatesIn(changes: readonly Change[]): TaskState[] {
  return changes.flatMap(({ entities, seq, by }) =>
    entities.flatMap(({ type, id, after }) =>
      type === 'task' ? [{ taskId: id, seq, by, holder: (after as Task).claimed?.by ?? null }] : [],
    ),
  )
}

/** The messages of a case as the list shows them. The list does not say the command: the changes do. */
export async function messagesOf(
  client: ColloqueClient,
  caseId: string,
  changes: readonly Change[],
): Promise<ReadMessage[]> {
  const commandIds = new Map(changes.map(({ seq, commandId }) => [seq, commandId]))
  const found: ReadMessage[] = []
  let cursor: string | null | undefined
  do {
    const page = await client.api.query(
      'caseMessages',
      { id: caseId },
      { limit: 200, ...(cursor ? { cursor } : {}) },
    )
    for (const { id, seq, authorId, text } of page.items)
      found.push({ id, seq, commandId: commandIds.get(seq) ?? `none at ${seq}`, by: authorId, text })
    cursor = page.next
  } while (cursor)
  return found
}

/** How many reads of a case the trail has of each person. */
export async function readsOnRecord(client: ColloqueClient, caseId: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  let cursor: string | null | undefined
  do {
    const page = await client.api.query(
      'caseAccesses',
      { id: caseId },
      { limit: 200, ...(cursor ? { cursor } : {}) },
    )
    for (const { accountId, reads } of page.items) found.set(accountId, (found.get(accountId) ?? 0) + reads)
    cursor = page.next
  } while (cursor)
  return found
}

/** A copy of a board at rest. */
export function replicaOf(name: string, doc: Y.Doc): BoardReplica {
  const { sv, ds } = Y.snapshot(doc)
  const deleted = [...ds.clients].map(
    ([client, spans]) => [client, spans.map(({ clock, len }) => [clock, len])] as const,
  )
  return {
    name,
    json: canonical(readBoard(doc)),
    stateVector: JSON.stringify(byNumber([...sv])),
    deleteSet: JSON.stringify(byNumber(deleted)),
  }
}

/** The words of `board-writer.ts` that stand on a board. */
export function wordsOn(doc: Y.Doc): string[] {
  const { columns, archivedCards } = readBoard(doc)
  return [...columns.flatMap(({ cards }) => cards), ...archivedCards].flatMap(
    ({ title, body }) => `${title}\n${body}`.match(/\bword-\d+-\d+\b/g) ?? [],
  )
}

function byNumber<T>(pairs: readonly (readonly [number, T])[]): (readonly [number, T])[] {
  return [...pairs].sort(([one], [other]) => one - other)
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}
