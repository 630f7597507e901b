import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import * as board from './index.ts'
import { BOARD_SHAPE, checkTransaction, createBoardUndo, ensureBoard, readBoard } from './index.ts'

const THEN = new Date('2026-11-18T14:02:00.000Z')
const NOW = new Date('2026-11-22T08:00:00.000Z')
const LINK = '0192f3c0-1111-7000-8000-0000000000aa'
const COLUMNS = ['needs', 'in-progress', 'done', 'life-project'] as const

interface Step {
  readonly what: number
  readonly card: number
  readonly where: number
  readonly word: string
}
const StepArbitrary = fc.record({
  what: fc.nat(12),
  card: fc.nat(8),
  where: fc.nat(8),
  word: fc.string({ unit: 'grapheme', maxLength: 8 }),
})

let made = 0
/** Any edit that the board has, rich text and marks included. */
function take(doc: Y.Doc, { what, card, where, word }: Step): void {
  const ids = [...doc.getMap('cards').keys()].sort()
  const id = ids[card % Math.max(1, ids.length)]
  const column = COLUMNS[where % COLUMNS.length]!
  if (what === 0 || id === undefined) {
    made += 1
    return board.addCard(doc, { id: `card-${made}`, column, title: word, body: word, by: 'anna', at: THEN })
  }
  const body = board.bodyOf(doc, id)
  const edits = [
    () => board.moveCard(doc, id, { column }),
    () => board.editTitle(doc, id, word),
    () => board.setBody(doc, id, word),
    () => board.setDue(doc, id, where % 2 ? '2026-12-01' : undefined),
    () => board.archiveCard(doc, id, THEN),
    () => board.restoreCard(doc, id),
    () => (where % 2 ? board.linkCard(doc, id, 'task', LINK) : board.unlinkCard(doc, id, 'task', LINK)),
    () => board.renameColumn(doc, column, word.trim() || 'Autre'),
    () => board.moveColumn(doc, column, COLUMNS[card % COLUMNS.length]),
    () => (board.readColumns(doc).length > 2 ? board.archiveColumn(doc, column, THEN) : undefined),
    () => body.insert(where % (body.length + 1), [list(word, where % 2 === 0)]),
    () => mark(body, word),
  ]
  edits[what % edits.length]!()
}

function list(word: string, checked: boolean): Y.XmlElement {
  const [all, item] = [new Y.XmlElement('taskList'), new Y.XmlElement('taskItem')]
  item.setAttribute('checked', checked as unknown as string)
  item.insert(0, board.paragraphs(word))
  all.insert(0, [item])
  return all
}

/** Writes bold words into the first text there is. */
function mark(body: Y.XmlFragment, word: string): void {
  const text = [...body.createTreeWalker((node) => node instanceof Y.XmlText)][0] as unknown as Y.XmlText
  text?.insert(0, word, { bold: true })
}

/** Everything that a person sees, marks included. */
const look = (doc: Y.Doc) => ({
  board: readBoard(doc),
  bodies: Object.fromEntries(
    [...doc.getMap('cards').keys()].sort().map((id) => [id, board.bodyOf(doc, id).toString()]),
  ),
})

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** A look without the cards and columns that `former` did not have. */
function withoutNewer({ board: seen, bodies }: ReturnType<typeof look>, former: ReturnType<typeof look>) {
  const had = (id: string) => Object.hasOwn(former.bodies, id)
  const newer = seen.archivedCards.filter(({ id }) => !had(id))
  expect(newer.length).toBe(Object.keys(bodies).filter((id) => !had(id)).length)
  return {
    board: { ...seen, archivedCards: seen.archivedCards.filter(({ id }) => had(id)) },
    bodies: Object.fromEntries(Object.entries(bodies).filter(([id]) => had(id))),
  }
}

describe('restoring a former state', () => {
  test('makes the board what it was, whatever was done; undo makes it what it had become', () => {
    fc.assert(
      fc.property(fc.array(StepArbitrary, { maxLength: 30 }), fc.array(StepArbitrary), (before, after) => {
        const doc = new Y.Doc()
        ensureBoard(doc)
        for (const step of before) take(doc, step)
        const former = copyOf(doc)
        for (const step of after) take(doc, step)
        const faults: unknown[] = []
        doc.on('afterTransaction', (done: Y.Transaction) => {
          faults.push(checkTransaction(done, BOARD_SHAPE, { accountId: 'ben', role: 'nurse' }))
        })
        const [then, today] = [look(former), look(doc)]
        const undo = createBoardUndo(doc)

        board.restoreBoard(doc, former, { at: NOW })
        expect(withoutNewer(look(doc), then)).toEqual(then)
        expect(undo.undoStack.length).toBeLessThanOrEqual(1)
        undo.undo()
        expect(look(doc)).toEqual(today)
        expect(faults.filter(Boolean)).toEqual([])
        expect(look(former)).toEqual(then)
      }),
      { numRuns: 300 },
    )
  })

  test('leaves alone what is as it was, and who wrote it', () => {
    const doc = new Y.Doc()
    ensureBoard(doc)
    board.addCard(doc, {
      ...{ id: 'a', column: 'needs', title: 'Lit', body: 'Un lit médicalisé\nAvec potence' },
      ...{ by: 'anna', at: THEN },
    })
    const former = copyOf(doc)
    const paragraph = board.bodyOf(doc, 'a').get(0) as Y.XmlElement
    ;(paragraph.get(0) as Y.XmlText).insert(6, ' très')
    const before = Y.encodeStateVector(doc)
    board.restoreBoard(doc, former, { at: NOW })
    expect(board.bodyOf(doc, 'a').get(0)).toBe(paragraph)
    // Deleting five letters adds no struct.
    expect(Y.encodeStateVector(doc)).toEqual(before)
    const twice = Y.encodeStateAsUpdate(doc)
    board.restoreBoard(doc, former, { at: NOW })
    expect(Y.encodeStateAsUpdate(doc)).toEqual(twice)
  })

  test('what somebody wrote offline meanwhile is kept, on the card that it stood on', () => {
    const doc = new Y.Doc()
    ensureBoard(doc)
    board.addCard(doc, { id: 'a', column: 'needs', title: 'Lit', by: 'anna', at: THEN })
    const former = copyOf(doc)
    const offline = copyOf(doc)
    board.editTitle(doc, 'a', 'Lit prêté')
    board.editTitle(offline, 'a', 'Lit : voir la CPAM')
    board.restoreBoard(doc, former, { at: NOW })
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(offline))
    expect(board.readCardOf(doc, 'a')?.title).toBe('Lit : voir la CPAM')
  })

  test('archives a column that was made since', () => {
    const doc = new Y.Doc()
    ensureBoard(doc)
    const former = copyOf(doc)
    board.addColumn(doc, { id: 'late', title: 'Tard', at: THEN })
    board.restoreBoard(doc, former, { at: NOW })
    expect(readBoard(doc).columns).toEqual(readBoard(former).columns)
    expect(readBoard(doc).archivedColumns).toEqual([
      { id: 'late', title: 'Tard', archived: NOW.toISOString() },
    ])
  })

  test('of one card leaves the others', () => {
    const doc = new Y.Doc()
    ensureBoard(doc)
    for (const id of ['a', 'b'])
      board.addCard(doc, { id, column: 'needs', title: id, body: id, by: 'anna', at: THEN })
    const former = copyOf(doc)
    for (const id of ['a', 'b']) board.moveCard(doc, id, { column: 'done' })
    board.setBody(doc, 'a', 'autre')
    board.addCard(doc, { id: 'c', column: 'needs', title: 'c', by: 'anna', at: NOW })
    board.restoreCardFrom(doc, former, 'a')
    expect(board.readCardOf(doc, 'a')).toMatchObject({ column: 'needs', body: 'a' })
    expect(board.readCardOf(doc, 'b')).toMatchObject({ column: 'done' })
    expect(() => board.restoreCardFrom(doc, former, 'c')).toThrow(RangeError)
  })
})
