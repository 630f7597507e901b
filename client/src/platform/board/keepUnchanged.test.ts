import { addCard, editTitle, ensureBoard, linkCard, moveCard, readBoard } from '@colloque/board'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { keepUnchanged } from './keepUnchanged.ts'

function buildBoard() {
  const doc = new Y.Doc()
  ensureBoard(doc)
  const add = (id: string, column: string) =>
    addCard(doc, { id, column, title: id, by: 'maelle', at: new Date(0) })
  for (const id of ['a', 'b']) add(id, 'needs')
  add('c', 'done')
  return doc
}

it('keeps every object of a board that has not changed', () => {
  const doc = buildBoard()
  const before = readBoard(doc)
  const kept = keepUnchanged(before, readBoard(doc))
  expect(kept.columns).toBe(before.columns)
  expect(kept.archivedCards).toBe(before.archivedCards)
})

it('makes anew only the card that changed, and the column that it is in', () => {
  const doc = buildBoard()
  const before = readBoard(doc)
  editTitle(doc, 'a', 'another title')
  const kept = keepUnchanged(before, readBoard(doc))
  expect(kept.columns[0]).not.toBe(before.columns[0])
  expect(kept.columns[0]!.cards[0]!.title).toBe('another title')
  expect(kept.columns[0]!.cards[1]).toBe(before.columns[0]!.cards[1])
  expect(kept.columns[2]).toBe(before.columns[2])
})

it('sees an added link, and always equals what was read', () => {
  const doc = buildBoard()
  let kept = readBoard(doc)
  const changes = [
    () => linkCard(doc, 'a', 'task', '0192f3c0-1111-7000-8000-0000000000aa'),
    () => moveCard(doc, 'b', { column: 'done', before: 'c' }),
    () => moveCard(doc, 'a', { column: 'done' }),
  ]
  for (const change of changes) {
    change()
    kept = keepUnchanged(kept, readBoard(doc))
    expect(kept).toEqual(readBoard(doc))
  }
})
