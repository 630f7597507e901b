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
  paragraphs,
  titleOf,
} from './index.ts'
import { followMoves } from './moved-text.ts'

const NOON = new Date('2026-11-18T12:00:00.000Z')
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000)

/** A server's document and those of its editors: each edit is stored under who made it, then relayed. */
function startBoard() {
  const server = new Y.Doc()
  const authorship = new Authorship()
  const moves = followMoves(server)
  const copies = new Map<string, Y.Doc>()
  const copyOf = (by: string) => {
    const copy = copies.get(by) ?? new Y.Doc()
    copies.set(by, copy)
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(server, Y.encodeStateVector(copy)))
    return copy
  }
  const store = (by: string, at: Date, u: Uint8Array) => {
    Y.applyUpdate(server, u)
    authorship.add(u, { by, at }, moves())
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

/** As an editor does it: words are deleted, and the same words written elsewhere, in one transaction. */
describe('words that an editor moves', () => {
  const lineOf = (doc: Y.Doc, index: number) =>
    (bodyOf(doc, 'c').get(index) as Y.XmlElement).get(0) as Y.XmlText
  const split = (doc: Y.Doc, index: number, at: number) =>
    doc.transact(() => {
      const line = lineOf(doc, index)
      const tail = line.toString().slice(at)
      line.delete(at, tail.length)
      bodyOf(doc, 'c').insert(index + 1, paragraphs(tail))
    })
  const authors = (found: unknown[][] | undefined) => found?.map(([text, by, , line]) => [text, by, line])

  test('keep their author when a paragraph is split before them', () => {
    const { edit, runs } = startCard()
    edit('ben', later(2), (doc) => lineOf(doc, 1).insert(2, 'bonne '))
    edit('cleo', later(4), (doc) => split(doc, 1, 5))
    expect(runs('cards/c/body')).toEqual([
      ['Un lit', 'anna', '12:00', 0],
      ['à ', 'anna', '12:00', 1],
      ['bon', 'ben', '14:00', 1],
      ['ne ', 'ben', '14:00', 2],
      ['hauteur', 'anna', '12:00', 2],
    ])
  })

  test('keep it through one split after another, and what follows is its writer’s', () => {
    const { edit, runs } = startCard()
    edit('cleo', later(1), (doc) => split(doc, 1, 2))
    edit('ben', later(2), (doc) => split(doc, 2, 4))
    edit('cleo', later(3), (doc) => lineOf(doc, 3).insert(3, ' !'))
    expect(authors(runs('cards/c/body'))).toEqual([
      ['Un lit', 'anna', 0],
      ['à ', 'anna', 1],
      ['haut', 'anna', 2],
      ['eur', 'anna', 3],
      [' !', 'cleo', 3],
    ])
  })

  test('keep it when paragraphs are joined, and what stood between them is gone', () => {
    const { edit, runs } = startCard()
    edit('ben', later(1), (doc) => lineOf(doc, 1).insert(9, ' réglable'))
    edit('cleo', later(2), (doc) =>
      doc.transact(() => {
        // From the middle of a paragraph to the middle of the next.
        lineOf(doc, 0).delete(3, 3)
        bodyOf(doc, 'c').delete(1, 1)
        lineOf(doc, 0).insert(3, 'hauteur réglable')
      }),
    )
    expect(authors(runs('cards/c/body'))).toEqual([
      ['Un hauteur', 'anna', 0],
      [' réglable', 'ben', 0],
    ])
  })

  test('keep it when an item of a list changes its place, formatting or not', () => {
    const { edit, runs } = startCard()
    edit('ben', later(1), (doc) => lineOf(doc, 1).format(2, 4, { bold: true }))
    edit('cleo', later(2), (doc) =>
      doc.transact(() => {
        const words = new Y.XmlText()
        words.applyDelta(lineOf(doc, 1).toDelta() as object[])
        const [line] = paragraphs('')
        line!.insert(0, [words])
        bodyOf(doc, 'c').delete(1, 1)
        bodyOf(doc, 'c').insert(0, [line!])
      }),
    )
    expect(authors(runs('cards/c/body'))).toEqual([
      ['à hauteur', 'anna', 0],
      ['Un lit', 'anna', 1],
    ])
  })

  test('keep it in what was split and written on without network', () => {
    const { edit, runs } = startCard()
    edit('cleo', later(2), (doc) => {
      split(doc, 1, 0)
      lineOf(doc, 2).insert(9, ' fixe')
    })
    expect(authors(runs('cards/c/body'))).toEqual([
      ['Un lit', 'anna', 0],
      ['à hauteur', 'anna', 2],
      [' fixe', 'cleo', 2],
    ])
  })

  test('are another’s who writes them otherwise, or again later', () => {
    const { edit, runs } = startCard()
    edit('ben', later(1), (doc) =>
      doc.transact(() => {
        lineOf(doc, 1).delete(0, 9)
        lineOf(doc, 1).insert(0, 'à hauteurs')
        lineOf(doc, 0).delete(0, 6)
        lineOf(doc, 0).insert(0, 'Lit d’un')
      }),
    )
    expect(authors(runs('cards/c/body'))).toEqual([
      ['Lit d’un', 'ben', 0],
      ['à hauteur', 'anna', 1],
      ['s', 'ben', 1],
    ])
    edit('cleo', later(2), (doc) => lineOf(doc, 0).delete(0, 8))
    edit('cleo', later(3), (doc) => lineOf(doc, 0).insert(0, 'Lit d’un'))
    expect(authors(runs('cards/c/body'))?.[0]).toEqual(['Lit d’un', 'cleo', 0])
  })

  test('count once: a copy of what was moved is its copier’s', () => {
    const { edit, runs } = startCard()
    edit('ben', later(1), (doc) =>
      doc.transact(() => {
        bodyOf(doc, 'c').delete(1, 1)
        bodyOf(doc, 'c').push(paragraphs('à hauteur\nà hauteur'))
      }),
    )
    expect(authors(runs('cards/c/body'))?.slice(1)).toEqual([
      ['à hauteur', 'anna', 1],
      ['à hauteur', 'ben', 2],
    ])
  })
})
