import { expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addCard,
  archiveCard,
  archiveColumn,
  createBoardReader,
  editTitle,
  ensureBoard,
  linkCard,
  moveCard,
  readBoard,
  renameColumn,
  restoreColumn,
  setBody,
} from './index.ts'

function buildBoard() {
  const doc = new Y.Doc()
  ensureBoard(doc)
  const add = (id: string, column: string) =>
    addCard(doc, { id, column, title: id, by: 'maelle', at: new Date(0) })
  for (const id of ['a', 'b']) add(id, 'needs')
  add('c', 'done')
  return doc
}

test('a board that has not changed is the same object', () => {
  const reader = createBoardReader(buildBoard())
  expect(reader.read()).toBe(reader.read())
})

test('only the card that changed, and the column that it is in, are made anew', () => {
  const doc = buildBoard()
  const reader = createBoardReader(doc)
  const before = reader.read()
  editTitle(doc, 'a', 'another title')
  const after = reader.read()
  expect(after.columns[0]).not.toBe(before.columns[0])
  expect(after.columns[0]!.cards[0]!.title).toBe('another title')
  expect(after.columns[0]!.cards[1]).toBe(before.columns[0]!.cards[1])
  expect(after.columns[2]).toBe(before.columns[2])
})

test('what it reads always equals the whole board read afresh, from others too', () => {
  const doc = buildBoard()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.on('update', (update: Uint8Array) => Y.applyUpdate(doc, update))
  const reader = createBoardReader(doc)
  const at = new Date(1)
  const changes = [
    () => linkCard(doc, 'a', 'file', '0192f3c0-1111-7000-8000-0000000000aa'),
    () => moveCard(other, 'b', { column: 'done', before: 'c' }),
    () => setBody(other, 'c', 'words'),
    () => renameColumn(doc, 'done', 'Achevé'),
    () => archiveColumn(other, 'needs', at),
    () => addCard(other, { id: 'd', column: 'done', title: 'd', by: 'samuel', at }),
    () => archiveCard(doc, 'd', at),
    () => restoreColumn(doc, 'needs'),
  ]
  for (const change of changes) {
    change()
    expect(reader.read()).toEqual(readBoard(doc))
  }
})

test('a reader that was stopped hears no more', () => {
  const doc = buildBoard()
  const reader = createBoardReader(doc)
  const before = reader.read()
  reader.stop()
  editTitle(doc, 'a', 'unheard')
  expect(reader.read()).toBe(before)
})
