import * as Y from 'yjs'
import type { DecodedUpdate } from './inspect-update.ts'

/**
 * Words of an update that fell into something deleted before they came: Yjs takes them in as deleted, and
 * keeps none of them where the parent's content is gone already. Looked for in the update as decoded.
 * Call it in `afterTransaction` of the document that took it.
 */
export function lostTextOf(updates: readonly DecodedUpdate[], { doc, beforeState }: Y.Transaction): string {
  let text = ''
  let end: { client: number; clock: number } | undefined
  for (const { structs } of updates) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) continue
      const { client, clock } = struct.id
      if (clock < (beforeState.get(client) ?? 0) || !isDeletedIn(doc, client, clock)) continue
      if (updates.some(({ ds }) => Y.isDeleted(ds, struct.id))) continue
      const follows = end?.client === client && end.clock === clock
      text += (text === '' || follows ? '' : '\n') + struct.content.str
      end = { client, clock: clock + struct.length }
    }
  }
  return text
}

function isDeletedIn(doc: Y.Doc, client: number, clock: number): boolean {
  if (clock >= Y.getState(doc.store, client)) return false
  const structs = doc.store.clients.get(client)!
  return structs[Y.findIndexSS(structs, clock)]!.deleted
}
