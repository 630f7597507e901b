/** A document of which something was erased, as a device has it that does not show it now. */
import { parseDocName, shapeOf, vocabularyOf } from '@colloque/board'
import type { Erasure } from '@colloque/domain'
import * as Y from 'yjs'
import { ERASED, readRefusal, refusalOf, withoutErased, writeRefusal } from './board-salvage.ts'
import type { DocumentRecordKind, DocumentStore, NewDocumentRecord } from './document-store.ts'

/** How far a device's clock may be from the server's. */
const CLOCKS_APART_MS = 24 * 3_600_000

/**
 * Removes what a device has of a document from before an erasure. Of what its person wrote and never sent, their own
 * words stay, and are shown to them when they open it.
 */
export async function forgetErased(
  store: DocumentStore,
  { caseId, document, at }: Pick<Erasure, 'caseId' | 'document' | 'at'>,
): Promise<void> {
  const name = document && `case/${caseId}/${document.kind}`
  const parsed = name && parseDocName(name)
  if (!parsed) return
  const records = await store.load(name)
  const isOfBefore = (record: { at: number }) => record.at < Date.parse(at) + CLOCKS_APART_MS
  if (!records.some((record) => record.kind === 'server' && isOfBefore(record))) return

  const bytesOf = (kind: DocumentRecordKind) =>
    records.flatMap((record) => (record.kind === kind ? [record.bytes] : []))
  const base = made(bytesOf('server'))
  const mine = made([...bytesOf('server'), ...bytesOf('own')])
  const shape = shapeOf(parsed.kind)
  const had = vocabularyOf(base, shape)
  const refusals = [...bytesOf('refused').map(readRefusal), refusalOf(ERASED, shape, base, mine)]
  const written = records.findLast(({ kind }) => kind === 'own')?.at ?? Date.parse(at)
  const add = refusals
    .map((refusal) => withoutErased(refusal, had))
    .filter(({ changes }) => changes.length > 0)
    .map((refusal): NewDocumentRecord => ({ kind: 'refused', at: written, bytes: writeRefusal(refusal) }))
  await store.write(name, { add, remove: records.map(({ id }) => id) })
  base.destroy()
  mine.destroy()
}

function made(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}
