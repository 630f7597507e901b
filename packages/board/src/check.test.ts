import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD_SHAPE, TEXT_SHAPE, addCard, archiveCard, checkTransaction, ensureBoard } from './index.ts'
import type { ChangeFault, DocumentShape } from './index.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')

/** A board with one card, and what the check says of a change to it that arrives as an update. */
function faultOf(
  change: (doc: Y.Doc) => void,
  {
    shape = BOARD_SHAPE,
    author = 'me',
    role = 'nurse',
  }: { shape?: DocumentShape; author?: string; role?: string } = {},
): ChangeFault | undefined {
  const mine = new Y.Doc()
  if ('cards' in shape) {
    ensureBoard(mine)
    addCard(mine, { id: 'a', column: 'needs', title: 'Title', body: 'Body', by: 'me', at: AT })
  }
  const server = new Y.Doc()
  Y.applyUpdate(server, Y.encodeStateAsUpdate(mine))
  const faults: (ChangeFault | undefined)[] = []
  server.on('afterTransaction', (transaction: Y.Transaction) => {
    faults.push(checkTransaction(transaction, shape, { accountId: author, role }))
  })
  const seen = Y.encodeStateVector(server)
  mine.transact(() => change(mine))
  Y.applyUpdate(server, Y.encodeStateAsUpdate(mine, seen))
  return faults.find((fault) => fault !== undefined)
}

const card = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('cards').get('a')!
const body = (doc: Y.Doc) => card(doc).get('body') as Y.XmlFragment

test('what the operations do may stand', () => {
  expect(faultOf((doc) => archiveCard(doc, 'a', AT))).toBeUndefined()
  expect(
    faultOf((doc) => {
      const paragraph = new Y.XmlElement('paragraph')
      const text = new Y.XmlText('bold')
      paragraph.insert(0, [text])
      body(doc).insert(0, [paragraph])
      text.format(0, 4, { bold: {}, link: { href: 'https://example.org', target: null } })
    }),
  ).toBeUndefined()
})

test.each<[string, ChangeFault['code'], (doc: Y.Doc) => void]>([
  ['a root that no rule knows', 'root', (doc) => doc.getMap('other').set('a', 1)],
  ['a card that is removed', 'deletion', (doc) => doc.getMap('cards').delete('a')],
  ['a card that is replaced', 'value', (doc) => doc.getMap('cards').set('a', new Y.Map())],
  ['a title that is replaced', 'deletion', (doc) => card(doc).set('title', new Y.Text('x'))],
  ['a place that is removed', 'deletion', (doc) => card(doc).delete('place')],
  ['a card without its fields', 'value', (doc) => doc.getMap('cards').set('b', new Y.Map())],
  ['a key that no rule knows', 'key', (doc) => card(doc).set('html', '<b>')],
  ['a key named __proto__', 'key', (doc) => card(doc).set('__proto__', { polluted: true })],
  ['an id that is none', 'key', (doc) => doc.getMap('cards').set('../a', new Y.Map())],
  ['a place that is none', 'value', (doc) => card(doc).set('place', { column: 'needs', order: '!' })],
  [
    'a place with more in it',
    'value',
    (doc) => card(doc).set('place', { column: 'needs', order: 'V1', x: 1 }),
  ],
  ['a due day that is none', 'value', (doc) => card(doc).set('due', '2026-02-30')],
  ['an author who is changed', 'value', (doc) => card(doc).set('createdBy', 'me')],
  [
    'a title that is too long',
    'size',
    (doc) => (card(doc).get('title') as Y.Text).insert(0, 'x'.repeat(301)),
  ],
  ['bold in a title', 'type', (doc) => (card(doc).get('title') as Y.Text).format(0, 2, { bold: true })],
  ['words in a link', 'key', (doc) => (card(doc).get('links') as Y.Map<unknown>).set('task:words', true)],
  ['a text for a scalar', 'value', (doc) => card(doc).set('due', new Y.Text('x'))],
  ['a list for a map', 'type', (doc) => doc.getMap('cards').set('b', new Y.Array())],
  ['a subdocument', 'type', (doc) => doc.getMap('cards').set('b', new Y.Doc())],
  [
    'a node that the editor does not know',
    'type',
    (doc) => body(doc).insert(0, [new Y.XmlElement('script')]),
  ],
  ['a hook', 'type', (doc) => body(doc).insert(0, [new Y.XmlHook('paragraph') as never])],
  [
    'an attribute that the node does not have',
    'value',
    (doc) => (body(doc).get(0) as Y.XmlElement).setAttribute('onclick', 'alert(1)'),
  ],
  [
    'a link that runs',
    'value',
    (doc) =>
      ((body(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, {
        link: { href: 'javascript:alert(1)' },
      }),
  ],
  [
    'a picture in the text',
    'type',
    (doc) => ((body(doc).get(0) as Y.XmlElement).get(0) as Y.XmlText).insertEmbed(0, { image: 'x' }),
  ],
  [
    'nodes nested too deep',
    'nesting',
    (doc) => {
      let inside: Y.XmlElement = new Y.XmlElement('blockquote')
      body(doc).insert(0, [inside])
      for (let depth = 0; depth < 30; depth += 1) {
        const next = new Y.XmlElement('blockquote')
        inside.insert(0, [next])
        inside = next
      }
    },
  ],
])('%s is refused', (_what, code, change) => {
  expect(faultOf(change)?.code).toBe(code)
})

test('a card under another author is refused', () => {
  const forge = (doc: Y.Doc) => addCard(doc, { id: 'b', column: 'needs', title: 'x', by: 'them', at: AT })
  expect(faultOf(forge)?.code).toBe('author')
  expect(faultOf(forge, { author: 'them' })).toBeUndefined()
})

test('the server itself may write as anybody', () => {
  const seed = (doc: Y.Doc) => addCard(doc, { id: 'b', column: 'needs', title: 'x', by: 'them', at: AT })
  expect(faultOf(seed, { author: 'system:seed' })).toBeUndefined()
})

describe('a root for some roles alone', () => {
  const shape: DocumentShape = {
    ...BOARD_SHAPE,
    text: { type: 'richText', writers: (role) => role === 'physician' },
    cards: { ...BOARD_SHAPE['cards']!, writers: (role) => role !== 'homeHelp' },
  }
  const write = (doc: Y.Doc) => doc.getXmlFragment('text').insert(0, [new Y.XmlElement('paragraph')])
  const options = (role: string) => ({ shape, role })

  test('takes what those write, and what the server does', () => {
    expect(faultOf(write, options('physician'))).toBeUndefined()
    expect(faultOf(write, { shape, author: 'system:seed', role: '' })).toBeUndefined()
  })

  test.each<[string, (doc: Y.Doc) => void]>([
    ['something new in it', write],
    ['a field far below it', (doc) => card(doc).set('due', '2026-12-01')],
    ['words far below it', (doc) => (card(doc).get('title') as Y.Text).insert(0, 'x')],
    ['words taken out far below it', (doc) => (card(doc).get('title') as Y.Text).delete(0, 2)],
  ])('refuses %s from others, though they may write elsewhere', (_what, change) => {
    expect(faultOf(change, options('homeHelp'))).toMatchObject({ code: 'role' })
    expect(
      faultOf(
        (doc) => void doc.getMap<Y.Map<unknown>>('columns').get('done')!.set('title', 'Fini'),
        options('homeHelp'),
      ),
    ).toBeUndefined()
  })
})

test('what is added under a deleted parent is checked like the rest', () => {
  const mine = new Y.Doc()
  const text = (doc: Y.Doc) => doc.get('text', Y.XmlFragment)
  const paragraph = new Y.XmlElement('paragraph')
  text(mine).insert(0, [paragraph])
  const server = new Y.Doc()
  server.gc = false
  Y.applyUpdate(server, Y.encodeStateAsUpdate(mine))
  text(server).delete(0, 1)
  const faults: unknown[] = []
  server.on('afterTransaction', (transaction: Y.Transaction) => {
    faults.push(checkTransaction(transaction, TEXT_SHAPE, { accountId: 'me', role: 'nurse' }))
  })
  paragraph.insert(0, [new Y.XmlElement('script')])
  Y.applyUpdate(server, Y.encodeStateAsUpdate(mine, Y.encodeStateVector(server)))
  expect(faults).toEqual([expect.objectContaining({ code: 'type' })])
})
