import * as Y from 'yjs'
import { LOCAL_EDIT, STRUCTURE, columnOf, columnsOf } from './board.ts'
import { orderIn } from './order.ts'
import { readColumns } from './read-board.ts'
import { ColumnTitleSchema, KEY } from './values.ts'

/** Operations on columns. Each is one tracked transaction; the maker of an id passes it in. */

/**
 * Adds a column before another, or at the end.
 * @throws RangeError when the id is taken or malformed, ZodError for a bad title
 */
export function addColumn(
  doc: Y.Doc,
  { id, title, before, at }: { id: string; title: string; before?: string; at: Date },
): void {
  if (!KEY.test(id) || columnsOf(doc).has(id)) throw new RangeError(`not a new column id: ${id}`)
  const column = {
    title: ColumnTitleSchema.parse(title),
    order: orderIn(readColumns(doc), before),
    archived: at.toISOString(),
  }
  doc.transact(() => columnsOf(doc).set(id, new Y.Map(Object.entries(column))), STRUCTURE)
  restoreColumn(doc, id)
}

/** @throws RangeError for an unknown column, ZodError for a bad title */
export function renameColumn(doc: Y.Doc, columnId: string, title: string): void {
  const column = columnOf(doc, columnId)
  const parsed = ColumnTitleSchema.parse(title)
  if (column.get('title') === parsed) return
  doc.transact(() => column.set('title', parsed), LOCAL_EDIT)
}

/** Puts a column before another, or at the end. @throws RangeError for an unknown column */
export function moveColumn(doc: Y.Doc, columnId: string, before?: string): void {
  const column = columnOf(doc, columnId)
  if (before === columnId) return
  const others = readColumns(doc).filter(({ id }) => id !== columnId)
  doc.transact(() => column.set('order', orderIn(others, before)), LOCAL_EDIT)
}

/**
 * Takes a column off the board. Its cards stay where they are, and are shown in the first column for as long
 * as theirs is archived. @throws RangeError for an unknown column, and for the last one
 */
export function archiveColumn(doc: Y.Doc, columnId: string, at: Date): void {
  const column = columnOf(doc, columnId)
  if (readColumns(doc).every(({ id }) => id === columnId)) throw new RangeError('a board has a column')
  doc.transact(() => column.set('archived', at.toISOString()), LOCAL_EDIT)
}

/** @throws RangeError for an unknown column */
export function restoreColumn(doc: Y.Doc, columnId: string): void {
  const column = columnOf(doc, columnId)
  doc.transact(() => column.delete('archived'), LOCAL_EDIT)
}
