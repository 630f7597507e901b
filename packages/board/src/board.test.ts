import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addCard,
  addColumn,
  archiveCard,
  archiveColumn,
  boardTemplate,
  bodyOf,
  createBoardUndo,
  editTitle,
  ensureBoard,
  linkCard,
  moveCard,
  moveColumn,
  readBoard,
  readCardOf,
  renameColumn,
  restoreCard,
  setBody,
  setDue,
  unlinkCard,
} from './index.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')
const TASK = '0192f3c0-1111-7000-8000-0000000000aa'

function buildBoard(): Y.Doc {
  const doc = new Y.Doc()
  ensureBoard(doc)
  return doc
}

const add = (doc: Y.Doc, id: string, column = 'needs', more: { before?: string; body?: string } = {}) =>
  addCard(doc, { id, column, title: `Card ${id}`, by: 'account-1', at: AT, ...more })
const cardsIn = (doc: Y.Doc, column: string) =>
  readBoard(doc)
    .columns.find(({ id }) => id === column)
    ?.cards.map(({ id }) => id)

describe('a new board', () => {
  test('has its four columns, once, however many make it', () => {
    const [one, two] = [buildBoard(), buildBoard()]
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    ensureBoard(one)
    expect(readBoard(one).columns.map(({ title }) => title)).toEqual([
      'Besoins',
      'En cours',
      'Fait',
      'Projet de vie',
    ])
    expect(Y.encodeStateAsUpdate(one)).toEqual(Y.encodeStateAsUpdate(two))
  })

  test('keeps what was renamed when it is made again', () => {
    const doc = buildBoard()
    renameColumn(doc, 'needs', 'Ce qui manque')
    Y.applyUpdate(doc, boardTemplate())
    expect(readBoard(doc).columns[0]).toMatchObject({ id: 'needs', title: 'Ce qui manque' })
  })
})

describe('cards', () => {
  test('are added at the end or before another', () => {
    const doc = buildBoard()
    add(doc, 'a')
    add(doc, 'b')
    add(doc, 'c', 'needs', { before: 'b' })
    expect(cardsIn(doc, 'needs')).toEqual(['a', 'c', 'b'])
  })

  test('move between columns and within one', () => {
    const doc = buildBoard()
    for (const id of ['a', 'b', 'c']) add(doc, id)
    moveCard(doc, 'c', { column: 'needs', before: 'a' })
    moveCard(doc, 'b', { column: 'done' })
    expect([cardsIn(doc, 'needs'), cardsIn(doc, 'done')]).toEqual([['c', 'a'], ['b']])
  })

  test('moved by two at once to two columns stand whole in one of them, the same for both', () => {
    const one = buildBoard()
    add(one, 'a')
    const two = new Y.Doc()
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    moveCard(one, 'a', { column: 'done' })
    moveCard(two, 'a', { column: 'in-progress' })
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    expect(readBoard(one)).toEqual(readBoard(two))
    expect(readBoard(one).columns.flatMap(({ cards }) => cards)).toHaveLength(1)
  })

  test('carry title, body, due day and links', () => {
    const doc = buildBoard()
    add(doc, 'a', 'needs', { body: 'First line\nSecond line' })
    editTitle(doc, 'a', 'Pansement\ndu talon')
    setDue(doc, 'a', '2026-12-01')
    linkCard(doc, 'a', 'task', TASK)
    expect(readCardOf(doc, 'a')).toMatchObject({
      title: 'Pansement du talon',
      body: 'First line\nSecond line',
      due: '2026-12-01',
      links: [{ type: 'task', id: TASK }],
    })
    unlinkCard(doc, 'a', 'task', TASK)
    setDue(doc, 'a', undefined)
    setBody(doc, 'a', '')
    const card = readCardOf(doc, 'a')!
    expect(card.links).toEqual([])
    expect(card.due).toBeUndefined()
    expect(card.body).toBe('')
  })

  test('titles that two edit at once keep the words of both, accents and pictures whole', () => {
    const one = buildBoard()
    add(one, 'a')
    editTitle(one, 'a', 'Pied 🩹 à surveiller')
    const two = new Y.Doc()
    Y.applyUpdate(two, Y.encodeStateAsUpdate(one))
    editTitle(one, 'a', 'Pied gauche 🩹 à surveiller')
    editTitle(two, 'a', 'Pied 🩺 à surveiller lundi')
    Y.applyUpdate(one, Y.encodeStateAsUpdate(two))
    expect(readCardOf(one, 'a')!.title).toBe('Pied gauche 🩺 à surveiller lundi')
  })

  test('archived ones leave the board and can be restored to their place', () => {
    const doc = buildBoard()
    for (const id of ['a', 'b', 'c']) add(doc, id)
    archiveCard(doc, 'b', AT)
    expect(cardsIn(doc, 'needs')).toEqual(['a', 'c'])
    expect(readBoard(doc).archivedCards.map(({ id }) => id)).toEqual(['b'])
    restoreCard(doc, 'b')
    expect(cardsIn(doc, 'needs')).toEqual(['a', 'b', 'c'])
  })

  test('bad input is refused and changes nothing', () => {
    const doc = buildBoard()
    add(doc, 'a')
    const before = Y.encodeStateAsUpdate(doc)
    expect(() => add(doc, 'a')).toThrow(RangeError)
    expect(() => add(doc, 'Not An Id')).toThrow(RangeError)
    expect(() => add(doc, 'b', 'nowhere')).toThrow(RangeError)
    expect(() => moveCard(doc, 'missing', { column: 'done' })).toThrow(RangeError)
    expect(() => editTitle(doc, 'a', 'x'.repeat(301))).toThrow(RangeError)
    expect(() => setDue(doc, 'a', 'tomorrow')).toThrow()
    expect(() => linkCard(doc, 'a', 'task', 'the words of a task')).toThrow(RangeError)
    expect(() => renameColumn(doc, 'needs', '  ')).toThrow()
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })
})

describe('columns', () => {
  test('are added, moved and renamed', () => {
    const doc = buildBoard()
    addColumn(doc, { id: 'watch', title: 'À surveiller', before: 'done', at: AT })
    moveColumn(doc, 'life-project', 'needs')
    expect(readBoard(doc).columns.map(({ id }) => id)).toEqual([
      'life-project',
      'needs',
      'in-progress',
      'watch',
      'done',
    ])
  })

  test('archived ones leave their cards in the first column, and the last one stays', () => {
    const doc = buildBoard()
    add(doc, 'a', 'done')
    archiveColumn(doc, 'done', AT)
    expect(cardsIn(doc, 'needs')).toEqual(['a'])
    archiveColumn(doc, 'in-progress', AT)
    archiveColumn(doc, 'life-project', AT)
    expect(
      readBoard(doc)
        .archivedColumns.map(({ title }) => title)
        .toSorted(),
    ).toEqual(['En cours', 'Fait', 'Projet de vie'])
    expect(() => archiveColumn(doc, 'needs', AT)).toThrow(RangeError)
  })
})

describe('checklists', () => {
  test('are counted wherever they stand in the text', () => {
    const doc = buildBoard()
    add(doc, 'a')
    const item = (checked: boolean, ...inside: Y.XmlElement[]) => {
      const node = new Y.XmlElement('taskItem')
      node.setAttribute('checked', checked as unknown as string)
      node.insert(0, inside)
      return node
    }
    const list = (...items: Y.XmlElement[]) => {
      const node = new Y.XmlElement('taskList')
      node.insert(0, items)
      return node
    }
    bodyOf(doc, 'a').insert(0, [list(item(true), item(false, list(item(true)))), list(item(false))])
    expect(readCardOf(doc, 'a')).toMatchObject({ checks: 4, ticked: 2 })
  })
})

describe('undo', () => {
  test('takes back letters typed one after another at once, and each move by itself', () => {
    const doc = buildBoard()
    const undo = createBoardUndo(doc)
    add(doc, 'a')
    moveCard(doc, 'a', { column: 'in-progress' })
    for (const title of ['P', 'Pi', 'Pied']) editTitle(doc, 'a', title)
    moveCard(doc, 'a', { column: 'done' })
    const seen = () => {
      const { title, column } = readCardOf(doc, 'a')!
      return [title, column]
    }
    undo.undo()
    expect(seen()).toEqual(['Pied', 'in-progress'])
    undo.undo()
    expect(seen()).toEqual(['Card a', 'in-progress'])
    undo.undo()
    expect(seen()).toEqual(['Card a', 'needs'])
    while (undo.redoStack.length > 0) undo.redo()
    expect(seen()).toEqual(['Pied', 'done'])
  })

  test("takes back one's own edits and leaves those of others", () => {
    const mine = buildBoard()
    const theirs = new Y.Doc()
    const undo = createBoardUndo(mine)
    add(mine, 'a')
    undo.stopCapturing()
    moveCard(mine, 'a', { column: 'done' })
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine))
    editTitle(theirs, 'a', 'Their title')
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs))
    undo.undo()
    expect(readCardOf(mine, 'a')).toMatchObject({ column: 'needs', title: 'Their title' })
  })

  test('of an addition archives the card, redo brings it back, words and all', () => {
    const doc = buildBoard()
    const undo = createBoardUndo(doc)
    add(doc, 'a', 'needs', { body: 'Words' })
    undo.undo()
    expect(cardsIn(doc, 'needs')).toEqual([])
    expect(readCardOf(doc, 'a')).toMatchObject({ title: 'Card a', body: 'Words' })
    undo.redo()
    expect(cardsIn(doc, 'needs')).toEqual(['a'])
  })

  test('of a deletion restores the card', () => {
    const doc = buildBoard()
    const undo = createBoardUndo(doc)
    add(doc, 'a')
    undo.stopCapturing()
    archiveCard(doc, 'a', AT)
    undo.undo()
    expect(cardsIn(doc, 'needs')).toEqual(['a'])
  })
})
