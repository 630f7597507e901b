/** Erasing in a board or plan: what is taken out of the document, and a new epoch begun for it once and no more. */
import { shapeOf } from '@colloque/board'
import type { DocKind } from '@colloque/board'
import * as Y from 'yjs'
import type { BoardServer } from '../../platform/boards/index.ts'

type Boards = Pick<BoardServer, 'view' | 'authors' | 'erase'>

/** The document changed under the erasure: whether that is done already has to be asked again. */
class TriedAgain extends Error {}

/**
 * Begins a new epoch of a document with what `take` leaves of it. Called again for the same erasure, it does nothing:
 * what was written since stays.
 * @param by `system:<what>`, another for each erasure: by it one that was carried out is known
 * @throws StorageUnavailable; call it again then
 */
export async function eraseOnce(
  boards: Boards,
  docName: string,
  by: string,
  take: (doc: Y.Doc) => void,
): Promise<void> {
  for (;;) {
    const seq = await boards.view(docName, (_doc, at) => at)
    if (seq === undefined || (await boards.authors(docName, 0, seq)).includes(by)) return
    let isTried = false
    try {
      return await boards.erase(docName, by, (doc) => {
        if (isTried) throw new TriedAgain()
        isTried = true
        take(doc)
      })
    } catch (error) {
      if (!(error instanceof TriedAgain)) throw error
    }
  }
}

/** Whether a document has a place by this path. */
export const hasPlace = (doc: Y.Doc, kind: DocKind, path: string): boolean =>
  placeOf(doc, kind, path) !== undefined

/** Takes out what stands at a path; nothing where it is not there any more. */
export function takeOut(doc: Y.Doc, kind: DocKind, path: string): void {
  placeOf(doc, kind, path)?.()
}

/** Takes out everything. The version of the shape stays, or nobody could read what is left. */
export function takeOutAll(doc: Y.Doc, kind: DocKind): void {
  for (const [name, { type }] of Object.entries(shapeOf(kind))) {
    if (type === 'richText') empty(doc.getXmlFragment(name))
    else if (type === 'text') empty(doc.getText(name))
    else {
      const root = doc.getMap(name)
      for (const key of [...root.keys()]) if (key !== 'schema') root.delete(key)
    }
  }
}

/** @returns what empties the place; undefined where there is none */
function placeOf(doc: Y.Doc, kind: DocKind, path: string): (() => void) | undefined {
  const [name = '', id, field] = path.split('/')
  const shape = shapeOf(kind)
  const rule = Object.hasOwn(shape, name) ? shape[name] : undefined
  if (rule?.type === 'richText') return id === undefined ? () => empty(doc.getXmlFragment(name)) : undefined
  if (rule?.type !== 'map' || id === undefined) return undefined
  const root = doc.getMap(name)
  const entry = root.get(id)
  if (!(entry instanceof Y.Map)) return undefined
  if (field === undefined) return () => root.delete(id)
  const words: unknown = entry.get(field)
  return words instanceof Y.Text || words instanceof Y.XmlFragment ? () => empty(words) : undefined
}

const empty = (words: Y.Text | Y.XmlFragment): void => {
  if (words.length > 0) words.delete(0, words.length)
}
