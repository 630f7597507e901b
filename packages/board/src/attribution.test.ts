import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addCard,
  archiveCard,
  attributeText,
  Authorship,
  bodyOf,
  editTitle,
  ensureBoard,
  moveCard,
  titleOf,
} from './index.ts'

const NOON = new Date('2026-11-18T12:00:00.000Z')
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000)

/** A server's document and those of its editors: each edit is stored under who made it, then relayed. */
function startBoard() {
  const server = new Y.Doc()
  const authorship = new Authorship()
  const copies = new Map<string, Y.Doc>()
  const copyOf = (by: string) => {
    const copy = copies.get(by) ?? new Y.Doc()
    copies.set(by, copy)
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(server, Y.encodeStateVector(copy)))
    return copy
  }
  const store = (by: string, at: Date, u: Uint8Array) => {
    Y.applyUpdate(server, u)
    authorship.add(u, { by, at })
  }
  return {
    server,
    authorship,
    copyOf,
    store,
    edit(by: string, at: Date, change: (doc: Y.Doc) => void) {
      const copy = copyOf(by)
      const before = Y.encodeStateVector(copy)
      change(copy)
      store(by, at, Y.encodeStateAsUpdate(copy, before))
    },
    runs: (part: string) =>
      attributeText(server, 'board', part, authorship)?.map(({ text, by, at, paragraph }) => [
        text,
        by,
        at.toISOString().slice(11, 16),
        paragraph,
      ]),
  }
}

function startCard() {
  const board = startBoard()
  board.edit('anna', NOON, (doc) => {
    ensureBoard(doc)
    addCard(doc, { id: 'c', column: 'needs', title: 'Lit', body: 'Un lit\nà hauteur', by: 'anna', at: NOON })
  })
  return board
}

describe('who wrote what', () => {
  test('names the author of each passage, and keeps paragraphs apart', () => {
    const { edit, runs } = startCard()
    edit('ben', later(2), (doc) => titleOf(doc, 'c').insert(3, ' médicalisé'))
    edit('ben', later(3), (doc) => {
      const line = (bodyOf(doc, 'c').get(1) as Y.XmlElement).get(0) as Y.XmlText
      line.insert(2, 'bonne ')
    })
    expect(runs('cards/c/title')).toEqual([
      ['Lit', 'anna', '12:00', 0],
      [' médicalisé', 'ben', '14:00', 0],
    ])
    expect(runs('cards/c/body')).toEqual([
      ['Un lit', 'anna', '12:00', 0],
      ['à ', 'anna', '12:00', 1],
      ['bonne ', 'ben', '15:00', 1],
      ['hauteur', 'anna', '12:00', 1],
    ])
  })

  test('letters that came one by one are one passage; the next day begins another', () => {
    const { edit, runs } = startCard()
    for (const [index, letter] of [...' neuf'].entries()) {
      edit('ben', later(1 + index / 600), (doc) => titleOf(doc, 'c').insert(3 + index, letter))
    }
    edit('ben', later(25), (doc) => titleOf(doc, 'c').insert(8, ' !'))
    expect(runs('cards/c/title')?.map(([text]) => text)).toEqual(['Lit', ' neuf', ' !'])
  })

  test('what was edited offline is the words of whoever wrote them, at the time they arrived', () => {
    const { edit, copyOf, store, runs } = startCard()
    const offline = copyOf('cleo')
    const before = Y.encodeStateVector(offline)
    editTitle(offline, 'c', 'Lit prêté')
    edit('ben', later(1), (doc) => moveCard(doc, 'c', { column: 'done' }))
    store('cleo', later(5), Y.encodeStateAsUpdate(offline, before))
    expect(runs('cards/c/title')).toEqual([
      ['Lit', 'anna', '12:00', 0],
      [' prêté', 'cleo', '17:00', 0],
    ])
  })

  test('a struct that is stored twice stays with whoever came with it first', () => {
    const { server, authorship, runs } = startCard()
    authorship.add(Y.encodeStateAsUpdate(server), { by: 'ben', at: later(1) })
    expect(runs('cards/c/title')).toEqual([['Lit', 'anna', '12:00', 0]])
  })

  test('deleted words are left out; breaks and mentions are words', () => {
    const { edit, runs } = startCard()
    edit('ben', later(1), (doc) => {
      const line = bodyOf(doc, 'c').get(0) as Y.XmlElement
      const words = line.get(0) as Y.XmlText
      words.delete(0, 3)
      const mention = new Y.XmlElement('mention')
      mention.setAttribute('label', 'Linh')
      line.insert(1, [new Y.XmlElement('hardBreak'), mention])
      archiveCard(doc, 'c', later(1))
    })
    expect(runs('cards/c/body')).toEqual([
      ['lit', 'anna', '12:00', 0],
      ['\n@Linh', 'ben', '13:00', 0],
      ['à hauteur', 'anna', '12:00', 1],
    ])
    expect(runs('columns/needs/title')).toEqual([['Besoins', 'anna', '12:00', 0]])
  })

  test.each([
    'nothing',
    'cards',
    'cards/x/body',
    'cards/c',
    'cards/c/links',
    'cards/c/title/x',
    '',
    '__proto__',
  ])('a part that is no text has no authors: %s', (part) => {
    expect(startCard().runs(part)).toBeUndefined()
  })
})
