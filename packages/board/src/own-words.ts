import * as Y from 'yjs'
import { FIELDS, fieldName, type FieldChange, type OwnChanges } from './fields.ts'
import type { DocumentShape } from './shape.ts'
import { paragraphs } from './text.ts'

/**
 * Of a copy from before an erasure, what may still be shown to its author: the words that they typed themselves and
 * that were never stored. Whole fields would bring back what others had written in them.
 */

/** Own words by `fieldName` of their path. */
export type OwnWords = Readonly<Record<string, string>>

const WORD = /[\p{L}\p{N}]+/gu

/** The characters that a copy has and the document it was made of has not, field by field. */
export function ownWords(changes: readonly FieldChange[], base: Y.Doc, mine: Y.Doc): OwnWords {
  const known = Y.decodeStateVector(Y.encodeStateVector(base))
  return Object.fromEntries(
    changes.map(({ path }) => [fieldName(path), linesOf(fieldAt(mine, path), known).join('\n')]),
  )
}

/** Every word that a document shows, in lower case. */
export function vocabularyOf(doc: Y.Doc, shape: DocumentShape): Set<string> {
  const roots = Object.entries(shape).map(([name, { type }]) => {
    if (type === 'richText') return doc.getXmlFragment(name).toJSON()
    return type === 'text' ? doc.getText(name).toJSON() : doc.getMap(name).toJSON()
  })
  return vocabularyIn(JSON.stringify(roots))
}

/** The distinct words of a text, in lower case. */
export const vocabularyIn = (text: string): Set<string> => new Set(text.toLowerCase().match(WORD))

/**
 * The same changes with their author's own words alone, without those that are gone: an editor that splits a paragraph
 * writes the words of others anew. What was there before is not said either.
 */
export function withOwnWordsAlone(own: OwnChanges, words: OwnWords, gone: ReadonlySet<string>): OwnChanges {
  const without = (text: string) =>
    text
      .replace(WORD, (word) => (gone.has(word.toLowerCase()) ? '' : word))
      .replace(/ {2,}/g, ' ')
      .trim()
  const fields = new Y.Doc()
  const kept = fields.getMap(FIELDS)
  const given = own.fields.getMap(FIELDS)
  const changes = own.changes.flatMap((change): FieldChange[] => {
    const name = fieldName(change.path)
    const text = without(words[name] ?? '')
    const field = text === '' ? undefined : reworded(given.get(name), text, without)
    if (field === undefined) return []
    kept.set(name, field)
    return [{ ...change, entry: without(change.entry), text, before: undefined }]
  })
  return { changes, fields }
}

function reworded(field: unknown, text: string, without: (text: string) => string): unknown {
  if (field instanceof Y.XmlFragment) return richText(text)
  if (field instanceof Y.Text) return new Y.Text(text)
  if (!(field instanceof Y.Map)) return undefined
  // A new entry: all of it is its author's, but for words that were moved into it.
  const entry = new Y.Map<unknown>()
  for (const [key, value] of field as Y.Map<unknown>) {
    if (value instanceof Y.XmlFragment) entry.set(key, richText(without(textIn(value))))
    else if (value instanceof Y.Text) entry.set(key, new Y.Text(without(String(value))))
    else entry.set(key, value instanceof Y.AbstractType ? value.clone() : value)
  }
  return entry
}

function richText(text: string): Y.XmlFragment {
  const fragment = new Y.XmlFragment()
  fragment.insert(0, paragraphs(text))
  return fragment
}

const textIn = (fragment: Y.XmlFragment) => linesOf(fragment, new Map()).join('\n')

function fieldAt(doc: Y.Doc, [root = '', ...keys]: readonly string[]): unknown {
  const type = doc.share.get(root)
  return keys.reduce<unknown>((at, key) => (at instanceof Y.Map ? at.get(key) : undefined), type)
}

/** Lines of what is not deleted and not known yet. */
function linesOf(type: unknown, known: ReadonlyMap<number, number>): string[] {
  if (!(type instanceof Y.AbstractType)) return []
  if (type instanceof Y.Map) return [...type.values()].flatMap((value) => linesOf(value, known))
  const lines: string[] = []
  let line = ''
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue
    const { content, id } = item
    if (content instanceof Y.ContentString)
      line += content.str.slice(Math.max(0, (known.get(id.client) ?? 0) - id.clock))
    else if (content instanceof Y.ContentType) lines.push(...linesOf(content.type, known))
  }
  if (line !== '') lines.push(line)
  return lines
}
