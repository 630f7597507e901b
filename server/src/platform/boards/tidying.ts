import { mayWrite } from '@colloque/board'
import type { ChangeAuthor, DocumentShape } from '@colloque/board'
import * as Y from 'yjs'
import type { DecodedUpdate } from './inspect-update.ts'

/**
 * Every Yjs client removes formatting marks that no text is left between, by itself, when others' formatting
 * meets: one who may only read as well, and one who may not write in that part. Nobody did it and nobody loses
 * by it, so it is taken in silence, and not stored.
 */

/** Whether all that an update changes is such tidying. */
export function onlyTidies(decoded: DecodedUpdate, doc: Y.Doc): boolean {
  const { store } = doc
  const known = decoded.structs.every(({ id, length }) => id.clock + length <= Y.getState(store, id.client))
  return known && everyDeleted(decoded, store, (struct) => struct.deleted || isFormatting(struct))
}

/** Whether the document has all of this already, as it has of every step 2 of a client that wrote nothing. */
export function changesNothing(decoded: DecodedUpdate, doc: Y.Doc): boolean {
  const { store } = doc
  const known = decoded.structs.every(({ id, length }) => id.clock + length <= Y.getState(store, id.client))
  return known && everyDeleted(decoded, store, (struct) => struct.deleted)
}

/** An update without its tidying below roots that its author may not write; as it is where there is none. */
export function withoutForeignTidying(
  { update, decoded }: { readonly update: Uint8Array; readonly decoded: DecodedUpdate },
  doc: Y.Doc,
  shape: DocumentShape,
  author: ChangeAuthor,
): Uint8Array {
  if (Object.values(shape).every((root) => mayWrite(root, author))) return update
  const kept = Y.createDeleteSet()
  let dropped = 0
  eachDeleted(decoded, doc.store, (client, clock, len, struct) => {
    if (struct && !struct.deleted && isFormatting(struct) && !mayWriteAt(struct, doc, shape, author))
      dropped += 1
    else kept.clients.set(client, [...(kept.clients.get(client) ?? []), { clock, len }])
  })
  if (dropped === 0) return update
  const structs = update.subarray(0, decoded.structsEnd)
  // A snapshot is a delete set and a state vector; an empty one of these is one byte.
  const deletes = Y.encodeSnapshot(Y.createSnapshot(kept, new Map())).subarray(0, -1)
  return Buffer.concat([structs, deletes])
}

const isFormatting = (struct: Y.Item | Y.GC): struct is Y.Item =>
  struct instanceof Y.Item && struct.content instanceof Y.ContentFormat

function mayWriteAt(item: Y.Item, doc: Y.Doc, shape: DocumentShape, author: ChangeAuthor): boolean {
  let type = item.parent
  while (type instanceof Y.AbstractType && type._item) type = type._item.parent
  for (const [name, root] of doc.share) {
    if (root === type) return Object.hasOwn(shape, name) && mayWrite(shape[name]!, author)
  }
  return true
}

function everyDeleted(
  decoded: DecodedUpdate,
  store: Y.Doc['store'],
  matches: (struct: Y.Item | Y.GC) => boolean,
): boolean {
  let all = true
  eachDeleted(
    decoded,
    store,
    (_client, _clock, _len, struct) => (all &&= struct !== undefined && matches(struct)),
  )
  return all
}

/** Visits what an update deletes, cut at the bounds of the structs there; `struct` is absent where there is none. */
function eachDeleted(
  { ds }: DecodedUpdate,
  store: Y.Doc['store'],
  visit: (client: number, clock: number, len: number, struct: Y.Item | Y.GC | undefined) => void,
): void {
  for (const [client, ranges] of ds.clients) {
    const structs = store.clients.get(client)
    const state = Y.getState(store, client)
    for (const { clock, len } of ranges) {
      const end = clock + len
      if (!structs || end > state) {
        visit(client, clock, len, undefined)
        continue
      }
      if (len === 0) continue
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
        const struct = structs[index]!
        if (struct.id.clock >= end) break
        const from = Math.max(clock, struct.id.clock)
        visit(client, from, Math.min(end, struct.id.clock + struct.length) - from, struct)
      }
    }
  }
}
