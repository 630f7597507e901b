import {
  applyChange,
  fieldName,
  mayWriteRoot,
  ownChanges,
  ownWords,
  withOwnWordsAlone,
} from '@colloque/board'
import type { DocumentShape, FieldChange, OwnChanges, OwnWords } from '@colloque/board'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** What could not be sent, kept for its author: `connection.addAgain` adds it, `connection.drop` forgets it. */
export type UnsentText = FieldChange

/** What one's own copy had that the server has not, when it was refused. */
export interface Refusal extends OwnChanges {
  /** Of message 101, or `too_large`. */
  readonly code: string
  /** What its author typed of each field, and nobody else: all that is left of it after an erasure. */
  readonly own: OwnWords
}

/** Content was erased: a copy from before must not bring it back, and its author is not shown it either. */
export const ERASED = 'epoch'

/** Codes after which nothing is done again by itself: nothing may be, or the author must look first. */
const FOR_THE_AUTHOR: readonly string[] = ['read_only', 'signed', ERASED]

export function refusalOf(code: string, shape: DocumentShape, base: Y.Doc, mine: Y.Doc): Refusal {
  const changed = ownChanges(shape, base, mine)
  return { code, ...changed, own: ownWords(changed.changes, base, mine) }
}

/** What of a refusal may still be shown once these words were erased. */
export function withoutErased({ code, ...refusal }: Refusal, erased: ReadonlySet<string>): Refusal {
  const left = withOwnWordsAlone(refusal, refusal.own, erased)
  const own = Object.fromEntries(left.changes.map(({ path, text }) => [fieldName(path), text]))
  return { code, ...left, own }
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
export function writeRefusal({ code, changes, own, fields }: Refusal): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify({ code, changes, own }))
    encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(fields))
  })
}

export function readRefusal(bytes: Uint8Array): Refusal {
  const decoder = decoding.createDecoder(bytes)
  const { code, changes, own = {} } = JSON.parse(decoding.readVarString(decoder)) as Kept
  const fields = new Y.Doc()
  Y.applyUpdate(fields, decoding.readVarUint8Array(decoder))
  return { code, changes, own, fields }
}

/** One that was kept by an earlier version does not say whose words are whose. */
type Kept = Omit<Refusal, 'fields' | 'own'> & Partial<Pick<Refusal, 'own'>>
