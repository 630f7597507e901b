import { applyChange, mayWriteRoot, ownChanges } from '@colloque/board'
import type { DocumentShape, FieldChange, OwnChanges } from '@colloque/board'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What could not be sent, kept for its author: `connection.addAgain` adds it, `connection.drop` forgets it. */
export type UnsentText = FieldChange

/** What one's own copy had that the server has not, when it was refused. */
export interface Refusal extends OwnChanges {
  /** Of message 101, or `too_large`. */
  readonly code: string
}

/** Codes after which nothing is done again by itself: nothing may be, or the author must look first. */
const FOR_THE_AUTHOR: readonly string[] = ['read_only', 'signed']

export function refusalOf(code: string, shape: DocumentShape, base: Y.Doc, mine: Y.Doc): Refusal {
  return { code, ...ownChanges(shape, base, mine) }
}

/**
 * Does again on a fresh copy each field that its author changed and nobody else did.
 * @param role the person's profession in the circle; undefined where it is not known
 * @returns what is left for its author to see: all of it after `signed`, otherwise words alone
 */
export function doAgain(
  fresh: Y.Doc,
  shape: DocumentShape,
  refusal: Refusal,
  { mayApply, role }: { readonly mayApply: boolean; readonly role: string | undefined },
): Refusal {
  const { code, changes } = refusal
  const isForAuthor = FOR_THE_AUTHOR.includes(code) || !mayApply
  const isTheirs = ({ path }: FieldChange) =>
    role === undefined ? code !== 'role' : mayWriteRoot(shape, path, role)
  const rest = changes.filter(
    (change) => isForAuthor || !isTheirs(change) || !applyChange(shape, fresh, refusal, change, 'unchanged'),
  )
  // A place or a day that somebody else has changed since is theirs: there are no words to lose.
  return { ...refusal, changes: code === 'signed' ? rest : rest.filter(({ text }) => text.trim() !== '') }
}

/** A refusal as it is kept on the device. */
export function writeRefusal({ code, changes, fields }: Refusal): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify({ code, changes }))
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(fields))
  })
}

export function readRefusal(bytes: Uint8Array): Refusal {
  const decoder = decoding.createDecoder(bytes)
  const { code, changes } = JSON.parse(decoding.readVarString(decoder)) as Omit<Refusal, 'fields'>
  const fields = new Y.Doc()
  Y.applyUpdate(fields, decoding.readVarUint8Array(decoder))
  return { code, changes, fields }
}
