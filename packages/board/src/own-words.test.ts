import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BOARD_SHAPE } from './board-shape.ts'
import { ensureBoard } from './template.ts'
import { addCard, bodyOf, titleOf } from './cards.ts'
import { ownChanges } from './fields.ts'
import { ownWords, vocabularyOf, withOwnWordsAlone } from './own-words.ts'
import { paragraphs, replaceText } from './text.ts'

const by = { by: '00000000-0000-4000-8000-000000000001', at: new Date('2026-11-22T08:00:00.000Z') }

function board(): Y.Doc {
  const doc = new Y.Doc()
  ensureBoard(doc)
  addCard(doc, { id: 'one', column: 'needs', title: 'Voir Zéphyrin demain', ...by })
  bodyOf(doc, 'one').insert(0, paragraphs('Zéphyrin vit seul\nSa fille vient'))
  return doc
}
const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
/** What an author may be shown of their copy, once the document has `has` of what it had. */
function left(base: Y.Doc, mine: Y.Doc, has: Y.Doc) {
  const own = ownChanges(BOARD_SHAPE, base, mine)
  const [had, now] = [vocabularyOf(base, BOARD_SHAPE), vocabularyOf(has, BOARD_SHAPE)]
  const gone = new Set([...had].filter((word) => !now.has(word)))
  return withOwnWordsAlone(own, ownWords(own.changes, base, mine), gone)
}

describe('what is left to its author of a copy from before an erasure', () => {
  it('is what they typed, and nothing of what stood around it', () => {
    const base = board()
    const mine = copyOf(base)
    titleOf(mine, 'one').insert(5, 'avec sa fille ')
    bodyOf(mine, 'one').insert(2, paragraphs('Appelle lundi'))
    const { changes, fields } = left(base, mine, new Y.Doc())
    expect(changes.map(({ path, text }) => [path.at(-1), text])).toEqual([
      ['title', 'avec'],
      ['body', 'Appelle lundi'],
    ])
    expect(JSON.stringify([changes, fields.getMap('fields').toJSON()])).not.toContain('Zéphyrin')
  })

  it('has no word of others that an editor wrote anew in their name', () => {
    const base = board()
    const mine = copyOf(base)
    const body = bodyOf(mine, 'one')
    body.delete(0, 1)
    body.insert(0, paragraphs('Zéphyrin\nvit seul au fond'))
    const { changes, fields } = left(base, mine, new Y.Doc())
    expect(changes.map(({ text }) => text)).toEqual(['au fond'])
    expect(JSON.stringify([changes, fields.getMap('fields').toJSON()])).not.toContain('Zéphyrin')
  })

  it('keeps words that the document has still, and new cards as they were made', () => {
    const base = board()
    const has = copyOf(base)
    replaceText(titleOf(has, 'one'), 'Voir demain')
    bodyOf(has, 'one').delete(0, 1)
    const mine = copyOf(base)
    addCard(mine, { id: 'two', column: 'needs', title: 'Voir sa fille pour Zéphyrin', ...by })
    const { changes, fields } = left(base, mine, has)
    expect(changes.map(({ kind, text }) => [kind, text])).toEqual([['entry', 'Voir sa fille pour']])
    expect(fields.getMap('fields').toJSON()).toMatchObject({
      'cards/two': { title: 'Voir sa fille pour', place: { column: 'needs' } },
    })
  })
})
