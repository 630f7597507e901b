import { addCard, editTitle, ensureBoard } from '@colloque/board'
import { createRandom } from '@colloque/history'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { MainDocument } from './main-document.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')

/** A board with some people's edits, deletions among them; one update for each. */
function makeUpdates(edits: number): Uint8Array[] {
  const random = createRandom(7)
  const updates: Uint8Array[] = []
  const docs = Array.from({ length: 3 }, () => new Y.Doc())
  for (const doc of docs) {
    ensureBoard(doc)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'other') return
      updates.push(update)
      for (const other of docs) if (other !== doc) Y.applyUpdate(other, update, 'other')
    })
  }
  for (let card = 0; card < 5; card += 1)
    addCard(docs[0]!, { id: `c${card}`, column: 'needs', title: 'T', body: 'B', by: 'anna', at: AT })
  while (updates.length < edits) {
    const doc = docs[Math.floor(random() * docs.length)]!
    editTitle(doc, `c${Math.floor(random() * 5)}`, `Title ${Math.floor(random() * 1_000)}`)
  }
  return updates
}

function applied(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

const edits = makeUpdates(400)
const whole = applied(edits)
const snapshot = Y.encodeStateAsUpdate(applied(edits.slice(0, 300)))
const stateOf = (doc: Y.Doc) => Y.snapshot(doc)

describe.each([
  ['a snapshot', [Y.encodeStateAsUpdate(whole)]],
  ['a snapshot and a tail', [snapshot, ...edits.slice(300)]],
  ['a tail alone', edits],
])('of %s', (_what, updates) => {
  test('everything is told without a document', () => {
    const main = new MainDocument()
    main.load({ updates })
    const told = applied([main.missingFrom(new Uint8Array([0]))])
    expect(Y.equalSnapshots(stateOf(told), stateOf(whole))).toBe(true)
    expect(told.store.pendingStructs).toBeNull()
    expect(Y.decodeStateVector(main.stateVector())).toEqual(Y.decodeStateVector(Y.encodeStateVector(whole)))
    expect(main.isMade).toBe(false)
  })

  test('what a copy lacks is told without a document', () => {
    const main = new MainDocument()
    main.load({ updates })
    const copy = applied(edits.slice(0, 150))
    const lacking = main.missingFrom(Y.encodeStateVector(copy))
    expect(lacking.byteLength).toBeLessThan(main.missingFrom(new Uint8Array([0])).byteLength)
    Y.applyUpdate(copy, lacking)
    expect(Y.equalSnapshots(stateOf(copy), stateOf(whole))).toBe(true)
    expect(main.isMade).toBe(false)
  })

  test('it is a document for whoever asks, after it was told as well', () => {
    const main = new MainDocument()
    main.load({ updates })
    main.missingFrom(new Uint8Array([0]))
    expect(Y.equalSnapshots(stateOf(main.doc), stateOf(whole))).toBe(true)
    editTitle(main.doc, 'c0', 'Later')
    const told = applied([main.missingFrom(new Uint8Array([0]))])
    expect(Y.equalSnapshots(stateOf(told), stateOf(main.doc))).toBe(true)
  })
})

test('a long tail is applied, which costs less than merging it', () => {
  const main = new MainDocument()
  main.load({ updates: makeUpdates(2_100) })
  expect(main.isMade).toBe(true)
})
