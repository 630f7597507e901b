import { FIELDS, paragraphs, PLAN_SHAPE } from '@colloque/board'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { BoardForAuthor } from './board-for-author.ts'
import type { Refusal, UnsentText } from './board-salvage.ts'
import { DocumentKeeper } from './document-keeper.ts'

const words = (text: string, root = 'health'): UnsentText => ({
  ...{ path: [root], kind: 'richText', entry: '', text, before: '' },
})
function fieldsOf(changes: readonly UnsentText[]): Y.Doc {
  const fields = new Y.Doc()
  for (const { path, text } of changes) {
    const fragment = new Y.XmlFragment()
    fragment.insert(0, paragraphs(text))
    fields.getMap(FIELDS).set(path.join('/'), fragment)
  }
  return fields
}
const refusalOf = (code: string, ...changes: UnsentText[]): Refusal => ({
  code,
  changes,
  own: Object.fromEntries(changes.map(({ path, text }) => [path.join('/'), text])),
  fields: fieldsOf(changes),
})

function forAuthor() {
  const keeper = new DocumentKeeper({
    document: 'case/x/plan',
    store: undefined,
    now: () => new Date(0),
    onKept: () => undefined,
  })
  return new BoardForAuthor(PLAN_SHAPE, keeper)
}
const textsOf = (author: BoardForAuthor) => author.refused?.rest.map(({ text }) => text)

describe('what waits for its author', () => {
  it('is what was refused, until it was done again but for a rest', () => {
    const author = forAuthor()
    const settle = author.startOver(refusalOf('role', words('HTA'), words('Vit seule', 'situation')))
    expect(textsOf(author)).toEqual(['HTA', 'Vit seule'])
    settle(refusalOf('role', words('HTA')))
    expect(author.refused).toMatchObject({ code: 'role', rest: [{ text: 'HTA' }] })
  })

  it('does not come back when it was dropped while the rest was being done again', () => {
    const author = forAuthor()
    author.startOver(refusalOf('signed', words('Ancien')))(refusalOf('signed', words('Ancien')))
    const settle = author.startOver(refusalOf('signed', words('HTA'), words('Vertiges')))
    author.drop(words('HTA'))
    author.drop(words('Ancien'))
    settle(refusalOf('signed', words('HTA'), words('Vertiges')))
    expect(textsOf(author)).toEqual(['Vertiges'])
    author.dismiss()
    expect(author.refused).toBeUndefined()
  })

  it('is shown once, whichever refusals hold it, and again when it is refused again', () => {
    const author = forAuthor()
    author.startOver(refusalOf('role', words('HTA')))
    author.startOver(refusalOf('role', words('HTA')))
    expect(textsOf(author)).toEqual(['HTA'])
    author.drop(words('HTA'))
    author.startOver(refusalOf('role', words('HTA')))
    expect(textsOf(author)).toEqual(['HTA'])
  })

  it('is, after an erasure, own words alone, without those that are gone; the earlier refusals and returned words too', () => {
    const author = forAuthor()
    author.startOver(refusalOf('role', words('Zéphyrin tousse la nuit')))(
      refusalOf('role', words('Zéphyrin tousse la nuit')),
    )
    author.cameBack('Voir Zéphyrin')
    author.cameBack('Rappeler')
    const settle = author.startAfterErasure(refusalOf('epoch'), new Set(['zéphyrin', 'la']))
    // Until the document is here again, all that it showed might have been erased.
    expect(textsOf(author)).toEqual(['tousse nuit'])
    expect(author.returned).toEqual([])
    settle(refusalOf('epoch'), new Set(['la']))
    expect(textsOf(author)).toEqual(['tousse la nuit'])
    expect(author.returned).toEqual(['Rappeler'])
  })
})
