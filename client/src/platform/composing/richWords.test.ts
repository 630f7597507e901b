import { plainTextOf, RichTextSchema } from '@colloque/domain'
import { expect, it } from 'vitest'
import { bodyWorthSending, hasShape, isAllowedLink, richTextOf, type EditorNode } from './richWords.ts'

const text = (words: string, marks: EditorNode['marks'] = []): EditorNode => ({
  type: 'text',
  text: words,
  marks,
})
const paragraph = (...content: EditorNode[]): EditorNode => ({ type: 'paragraph', content })
const list = (...items: EditorNode[]): EditorNode => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [item] })),
})
const doc = (...content: EditorNode[]): EditorNode => ({ type: 'doc', content })

it('keeps what a message may hold, without the attributes of the editor', () => {
  const held = richTextOf(
    doc(
      paragraph(text('gras', [{ type: 'bold' }]), { type: 'hardBreak' }),
      { type: 'orderedList', attrs: { start: 1, type: null }, content: list(paragraph(text('un'))).content! },
      paragraph(text('lien', [{ type: 'link', attrs: { href: 'https://has-sante.fr', target: '_blank' } }])),
    ),
  )
  expect(RichTextSchema.parse(held)).toEqual(held)
  expect(plainTextOf(held)).toBe('gras\n\n1. un\nlien')
})

it('leaves out links that could run, foreign marks, unknown names and control signs', () => {
  const held = richTextOf(
    doc(
      paragraph(
        text('a\u0000', [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }, { type: 'strike' }]),
        { type: 'mention', attrs: { kind: 'person', id: 'nobody', label: 'x' } },
      ),
    ),
  )
  expect(held).toEqual({
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'text', text: 'a' }] }],
  })
  expect(bodyWorthSending(held)).toBeNull()
  expect(isAllowedLink('tel:+33612345678')).toBe(true)
})

it('makes lines of what is nested too deep', () => {
  let deep: EditorNode = paragraph(text('au fond'))
  for (let depth = 0; depth < 6; depth++) deep = list(deep)
  const held = richTextOf(doc(deep))
  expect(RichTextSchema.safeParse(held).success).toBe(true)
  expect(plainTextOf(held)).toContain('au fond')
  expect(hasShape(held)).toBe(true)
})

it('holds an empty editor as an empty paragraph', () => {
  expect(RichTextSchema.safeParse(richTextOf({ type: 'doc' })).success).toBe(true)
})
