import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD_SHAPE, boardTemplate, checkTransaction, createBoardUndo, readBoard } from './index.ts'
import * as board from './index.ts'

/**
 * Several people edit copies of one board, offline, in any order; their updates arrive in any order, twice
 * at times. When all has arrived, every copy is the same board, and no change broke a rule on the way.
 */
const AT = new Date('2026-11-22T08:00:00.000Z')
const COLUMNS = ['needs', 'in-progress', 'done', 'life-project']
const PEOPLE = 3

interface Step {
  readonly who: number
  readonly what: number
  readonly card: number
  readonly where: number
  readonly word: string
}

const StepArbitrary = fc.record({
  who: fc.nat(PEOPLE - 1),
  what: fc.nat(10),
  card: fc.nat(30),
  where: fc.nat(30),
  word: fc.string({ unit: 'grapheme', maxLength: 12 }),
})

class Person {
  readonly doc = new Y.Doc()
  readonly undo = createBoardUndo(this.doc)
  readonly sent: Uint8Array[] = []
  readonly faults: unknown[] = []
  readonly #id: string
  #made = 0

  constructor(index: number) {
    this.#id = `person-${index}`
    this.doc.clientID = 100 + index
    Y.applyUpdate(this.doc, boardTemplate())
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'arrived') this.sent.push(update)
    })
    this.doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.local)
        this.faults.push(checkTransaction(transaction, BOARD_SHAPE, { accountId: this.#id, role: 'nurse' }))
    })
  }

  take({ what, card, where, word }: Step): void {
    const ids = [...this.doc.getMap('cards').keys()].sort()
    const id = ids[card % Math.max(1, ids.length)]
    const before = ids[where % Math.max(1, ids.length)]
    const column = COLUMNS[where % COLUMNS.length]!
    if (what === 0 || id === undefined) {
      this.#made += 1
      board.addCard(this.doc, {
        id: `${this.#id}-${this.#made}`,
        column,
        title: word,
        body: word,
        by: this.#id,
        at: AT,
      })
    } else if (what <= 3) board.moveCard(this.doc, id, { column, ...(before ? { before } : {}) })
    else if (what === 4) board.editTitle(this.doc, id, `${word}${readTitle(this.doc, id)}`.slice(0, 300))
    else if (what === 5) board.setBody(this.doc, id, word)
    else if (what === 6) board.archiveCard(this.doc, id, AT)
    else if (what === 7) board.restoreCard(this.doc, id)
    else if (what === 8) board.setDue(this.doc, id, where % 2 ? '2026-12-01' : undefined)
    else if (what === 9) board.moveColumn(this.doc, column, COLUMNS[card % COLUMNS.length]!)
    else this.undo.undo()
  }
}

const readTitle = (doc: Y.Doc, id: string) => board.titleOf(doc, id).toString()

function deliver(people: Person[], shuffle: (count: number) => number): void {
  for (const reader of people) {
    const waiting = people.flatMap((person) => (person === reader ? [] : person.sent))
    while (waiting.length > 0) {
      const [update] = waiting.splice(shuffle(waiting.length), 1)
      Y.applyUpdate(reader.doc, update!, 'arrived')
      if (shuffle(4) === 0) Y.applyUpdate(reader.doc, update!, 'arrived')
    }
  }
}

test('copies of a board that were edited apart become the same board', () => {
  fc.assert(
    fc.property(
      fc.array(StepArbitrary, { maxLength: 80 }),
      fc.infiniteStream(fc.nat(1_000_000)),
      (steps, stream) => {
        const people = Array.from({ length: PEOPLE }, (_, index) => new Person(index))
        const shuffle = (count: number) => stream.next().value! % count
        for (const [index, step] of steps.entries()) {
          people[step.who]!.take(step)
          if (index % 25 === 24) deliver(people, shuffle)
        }
        deliver(people, shuffle)
        const [first, ...others] = people.map(({ doc }) => JSON.stringify(readBoard(doc)))
        for (const other of others) expect(other).toBe(first)
        for (const { doc } of people) expect(doc.store.pendingStructs).toBeNull()
        expect(people.flatMap(({ faults }) => faults).filter(Boolean)).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
})
