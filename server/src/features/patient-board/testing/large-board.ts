import { randomUUID } from 'node:crypto'
import * as board from '@colloque/board'
import type { mongo } from 'mongoose'
import * as Y from 'yjs'

const CARDS = 500
const AUTHORS = 6
const FIRST = Date.parse('2026-10-20T06:00:00.000Z')
/** Spreads 20,000 edits over a month. */
const BETWEEN_MS = 130_000

/**
 * Stores a board as the server would have: one batch for each edit, by six people over a month.
 * @returns the updates, in order
 */
export async function storeLargeBoard(db: mongo.Db, name: string, edits: number): Promise<Uint8Array[]> {
  const doc = new Y.Doc()
  const people = Array.from({ length: AUTHORS }, () => randomUUID())
  const updates: { by: string; update: Uint8Array }[] = []
  let by = 'system:template'
  doc.on('update', (update: Uint8Array) => updates.push({ by, update }))
  board.ensureBoard(doc)
  for (let edit = 0; updates.length < edits; edit += 1) {
    by = people[edit % people.length]!
    const id = `card-${edit % CARDS}`
    if (edit < CARDS) {
      const at = new Date(FIRST)
      board.addCard(doc, { id, column: 'needs', title: `Carte ${edit}`, body: 'Un texte', by, at })
    } else if (edit % 7 === 0) {
      board.moveCard(doc, id, { column: board.DEFAULT_COLUMNS[edit % 4]!.id })
    } else {
      const line = (board.bodyOf(doc, id).get(0) as Y.XmlElement).get(0) as Y.XmlText
      line.insert(line.length, 'abcdefghij '[edit % 11]!)
    }
  }
  const batches = updates.map((one, index) => ({
    ...{ doc: name, seq: index + 1, batch: randomUUID(), at: new Date(FIRST + index * BETWEEN_MS) },
    updates: [{ by: one.by, u: Buffer.from(one.update) }],
  }))
  await db.collection('board_batches').insertMany(batches)
  return updates.map(({ update }) => update)
}
