import { describe, expect, it } from 'vitest'
import { mentionsOf, plainTextOf, RichTextSchema, type RichText } from './rich-text.ts'

const NURSE = '00000000-0000-4000-8000-000000000001'
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content })
const text = (words: string, ...marks: unknown[]) => ({
  type: 'text',
  text: words,
  ...(marks.length ? { marks } : {}),
})
const doc = (...content: unknown[]) => ({ type: 'doc', content })
const isRefused = (value: unknown) => !RichTextSchema.safeParse(value).success

describe('the shape of a message', () => {
  it('reads as plain words, with its lists, quotes and mentions', () => {
    const body = RichTextSchema.parse(
      doc(
        paragraph(text('Tension '), text('16/9', { type: 'bold' }), { type: 'hardBreak' }, text('ce matin')),
        { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph(text('peser'))] }] },
        { type: 'orderedList', content: [{ type: 'listItem', content: [paragraph(text('rappeler'))] }] },
        { type: 'blockquote', content: [paragraph(text('dit-elle'))] },
        paragraph({ type: 'mention', attrs: { kind: 'person', id: NURSE, label: 'Anne' } }, text(' merci')),
      ),
    )
    expect(plainTextOf(body)).toBe('Tension 16/9\nce matin\n- peser\n1. rappeler\n> dit-elle\n@Anne merci')
    expect(mentionsOf(body)).toEqual([{ kind: 'person', id: NURSE, label: 'Anne' }])
  })

  it('refuses scripts, styles, unknown nodes and polluting names', () => {
    const link = (href: string) => doc(paragraph(text('x', { type: 'link', attrs: { href } })))
    expect(isRefused(link('https://exemple.fr/a?b=c'))).toBe(false)
    for (const href of ['javascript:alert(1)', ' https://x', 'data:text/html,x', 'https://x y', '//x'])
      expect(isRefused(link(href)), href).toBe(true)
    expect(isRefused(doc({ type: 'image', attrs: { src: 'x' } }))).toBe(true)
    expect(isRefused(doc({ ...paragraph(text('x')), attrs: { style: 'position:fixed' } }))).toBe(true)
    expect(isRefused(JSON.parse('{"type":"doc","content":[{"type":"paragraph","__proto__":{"x":1}}]}'))).toBe(
      true,
    )
    expect(isRefused(doc(paragraph(text('x\u0007'))))).toBe(true)
  })

  it('refuses what is nested too deep, at once', () => {
    let nested: unknown = paragraph(text('x'))
    for (let depth = 0; depth < 50_000; depth++) nested = { type: 'blockquote', content: [nested] }
    expect(isRefused(doc(nested))).toBe(true)
  })

  it('is what ProseMirror gives for an empty paragraph', () => {
    const empty: RichText = { type: 'doc', content: [{ type: 'paragraph' }] }
    expect(plainTextOf(RichTextSchema.parse(empty))).toBe('')
  })
})
