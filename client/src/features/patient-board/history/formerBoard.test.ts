import { addCard, archiveCard, ensureBoard, moveCard, readBoard, setBody } from '@colloque/board'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { addedSince, cardsOn, sinceOf } from './formerBoard.ts'

test('a former card is the same, changed, or removed since; others were added', () => {
  const doc = new Y.Doc()
  ensureBoard(doc)
  const add = (id: string) =>
    addCard(doc, { id, column: 'needs', title: id, by: 'anna', at: new Date('2026-11-18T08:00:00Z') })
  for (const id of ['same', 'moved', 'written', 'gone']) add(id)
  const then = readBoard(doc)
  moveCard(doc, 'moved', { column: 'done' })
  setBody(doc, 'written', 'Des mots')
  archiveCard(doc, 'gone', new Date())
  add('new')
  const today = readBoard(doc)
  expect(cardsOn(then).map((card) => [card.id, sinceOf(card, today)])).toEqual([
    ['same', 'same'],
    ['moved', 'changed'],
    ['written', 'changed'],
    ['gone', 'removed'],
  ])
  expect(addedSince(then, today)).toBe(1)
})
