import * as Y from 'yjs'
import { replaceRichText } from './replace-rich-text.ts'
import type { DocumentShape, MapShape, NestedField, RecordShape, Shape, ValueField } from './shape.ts'
import { plainText, replaceText } from './text.ts'

/**
 * A document field by field, whatever its kind, as its shape says: what a person changed in their own copy, and how
 * to do a part of it again in another copy. For edits that the server refused.
 */

/** One field, or one whole new entry, that somebody changed. Plain values: it can be kept and shown. */
export interface FieldChange {
  /** Keys from the root on: `['cards', id, 'title']`. */
  readonly path: readonly string[]
  readonly kind: 'text' | 'richText' | 'value' | 'entry'
  /** The first words of the entry that the field is in, to find it by; empty for a root of text. */
  readonly entry: string
  /** The words as their author left them; empty for a value. */
  readonly text: string
  /** How the field was before, as `lookOf` says; undefined where it was not there. */
  readonly before: string | undefined
}

/** What somebody changed in their copy, and the changed fields themselves, formatting included. */
export interface OwnChanges {
  readonly changes: readonly FieldChange[]
  /** A document that holds these fields alone. */
  readonly fields: Y.Doc
}

/** Root of the document that holds the changed fields alone, by `fieldName`. */
export const FIELDS = 'fields'
type AnyMap = Y.Map<unknown>

/**
 * @param base the document without the person's own edits
 * @param mine the same with them
 */
export function ownChanges(shape: DocumentShape, base: Y.Doc, mine: Y.Doc): OwnChanges {
  const fields = new Y.Doc()
  const kept: AnyMap = fields.getMap(FIELDS)
  const changes = Object.entries(shape).flatMap(([name, rule]) => [
    ...changesIn(rule, rootOf(mine, name, rule), rootOf(base, name, rule), { path: [name], entry: '' }),
  ])
  for (const { path } of changes) kept.set(fieldName(path), copyOf(placeOf(mine, shape, path)?.get()))
  return { changes, fields }
}

interface At {
  readonly path: readonly string[]
  readonly entry: string
}

function* changesIn(rule: Shape, mine: unknown, base: unknown, at: At): Generator<FieldChange> {
  if (rule.type === 'text' || rule.type === 'richText') {
    const before = lookOf(base)
    if (lookOf(mine) !== (before ?? '')) yield { ...at, kind: rule.type, text: wordsOf(mine), before }
    return
  }
  const [now, was] = [mine as AnyMap, base as AnyMap | undefined]
  for (const key of new Set([...now.keys(), ...(was?.keys() ?? [])])) {
    const field = fieldOf(rule, key)
    const [value, before] = [now.get(key), was?.get(key)]
    const path = [...at.path, key]
    if (!field) continue
    if ('nested' in field) {
      if (value === undefined) continue
      const entry = at.entry || nameOfEntry(value, field.nested)
      if (before === undefined && rule.type === 'map') yield* newEntry(value as AnyMap, { path, entry })
      else yield* changesIn(field.nested, value, before, { path, entry })
    } else if (!field.fixed && lookOf(value) !== lookOf(before)) {
      yield { ...at, path, kind: 'value', text: '', before: lookOf(before) }
    }
  }
}

/** What was added and taken away again is nothing. */
function* newEntry(value: AnyMap, at: At): Generator<FieldChange> {
  if (value.has('archived')) return
  const text = [...value.values()].filter(isWords).map(wordsOf).filter(Boolean).join('\n')
  yield { ...at, kind: 'entry', text, before: undefined }
}

/**
 * Does a change again in another copy of the document.
 * @param how `unchanged`: only where nobody else has changed the field since. `added`: wherever there is room for
 *   it; rich text is added to what stands there, anything else replaces it.
 * @returns whether the copy now has it
 */
export function applyChange(
  shape: DocumentShape,
  to: Y.Doc,
  own: OwnChanges,
  change: FieldChange,
  how: 'unchanged' | 'added',
): boolean {
  const place = placeOf(to, shape, change.path)
  const mine: unknown = own.fields.getMap(FIELDS).get(fieldName(change.path))
  if (!place || !place.takes(mine)) return false
  const there = place.get()
  const [look, thereLook] = [lookOf(mine), lookOf(there)]
  if (look === thereLook || (change.kind === 'entry' && there !== undefined)) return true
  const isUnchanged = thereLook === change.before
  if (!isUnchanged && how === 'unchanged') return false
  // Not of the tracked origins: undo of what was refused would take it back in pieces.
  to.transact(() => {
    if (there instanceof Y.XmlFragment && mine instanceof Y.XmlFragment) {
      if (isUnchanged) replaceRichText(there, mine)
      else there.push(newNodes(there, mine))
    } else if (there instanceof Y.Text) replaceText(there, String(mine))
    else if (mine === undefined) place.remove()
    else place.set(copyOf(mine))
  })
  return true
}

/** Changes of roots that this role may not write are for their author to read, and for nobody's copy. */
export function mayWriteRoot(shape: DocumentShape, [root]: readonly string[], role: string): boolean {
  const writers = root === undefined ? undefined : shape[root]?.writers
  return writers === undefined || writers(role)
}

/** Where a field stands in a copy. */
interface FieldPlace {
  get(): unknown
  set(value: unknown): void
  remove(): void
  /** Whether the shape lets this stand there. */
  takes(value: unknown): boolean
}

/** @returns undefined where what should hold the field is not there, or the shape knows of none */
function placeOf(doc: Y.Doc, shape: DocumentShape, path: readonly string[]): FieldPlace | undefined {
  const [root, ...keys] = path
  const rule = root === undefined ? undefined : shape[root]
  if (root === undefined || !rule) return undefined
  let at: { rule: Shape; value: unknown } = { rule, value: rootOf(doc, root, rule) }
  for (const [index, key] of keys.entries()) {
    const field = at.rule.type === 'record' || at.rule.type === 'map' ? fieldOf(at.rule, key) : undefined
    if (!field || !(at.value instanceof Y.Map)) return undefined
    const holder = at.value as AnyMap
    if (index === keys.length - 1) {
      return {
        get: () => holder.get(key),
        set: (value) => void holder.set(key, value),
        remove: () => holder.delete(key),
        takes: (value) => takes(field, value),
      }
    }
    if (!('nested' in field)) return undefined
    at = { rule: field.nested, value: holder.get(key) }
  }
  const { value } = at
  const never = () => undefined
  return { get: () => value, set: never, remove: never, takes: (mine) => takes({ nested: rule }, mine) }
}

function takes(field: ValueField | NestedField, value: unknown): boolean {
  if ('value' in field) {
    return value === undefined ? field.optional === true : field.value.safeParse(value).success
  }
  const { nested } = field
  return nested.type !== 'text' || String(value).length <= nested.maxLength
}

function fieldOf(rule: RecordShape | MapShape, key: string): ValueField | NestedField | undefined {
  if (rule.type === 'map') return rule.key.test(key) ? rule.entry : undefined
  return Object.hasOwn(rule.fields, key) ? rule.fields[key] : undefined
}

function rootOf(doc: Y.Doc, name: string, rule: Shape): Y.XmlFragment | Y.Text | AnyMap {
  if (rule.type === 'richText') return doc.getXmlFragment(name)
  return rule.type === 'text' ? doc.getText(name) : doc.getMap(name)
}

export const fieldName = (path: readonly string[]) => path.join('/')
const isWords = (value: unknown) => value instanceof Y.Text || value instanceof Y.XmlFragment
const wordsOf = (value: unknown) =>
  value instanceof Y.XmlFragment ? plainText(value) : value instanceof Y.Text ? String(value) : ''

/** A field as text, to tell whether two are the same; marks of rich text included. */
function lookOf(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return isWords(value) ? String(value) : JSON.stringify(value)
}

const copyOf = (value: unknown): unknown => (value instanceof Y.AbstractType ? value.clone() : value)

/** The first shared text of an entry that says anything. */
function nameOfEntry(value: unknown, rule: Shape): string {
  if (rule.type !== 'record' || !(value instanceof Y.Map)) return ''
  const texts = Object.entries(rule.fields).filter(([, field]) => 'nested' in field)
  return texts.map(([key]) => wordsOf((value as AnyMap).get(key)).trim()).find(Boolean) ?? ''
}

/** Top nodes that the text does not have already. */
function newNodes(there: Y.XmlFragment, mine: Y.XmlFragment): (Y.XmlElement | Y.XmlText)[] {
  const known = new Set(there.toArray().map(String))
  return mine
    .toArray()
    .filter(
      (node): node is Y.XmlElement | Y.XmlText => !(node instanceof Y.XmlHook) && !known.has(String(node)),
    )
    .map((node) => node.clone())
}
