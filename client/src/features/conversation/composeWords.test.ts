import { RichTextSchema, type RichText } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { joinedWords, placeInEditor } from './composeWords.ts'

const list: RichText = {
  type: 'doc',
  content: [
    {
      type: 'bulletList',
      content: [
        { type: 'listItem', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'matin' }] }] },
      ],
    },
  ],
}

describe('words that come back before those written since', () => {
  it('stay plain where both are plain', () => {
    expect(joinedWords({ text: 'un', body: null }, { text: 'deux', body: null })).toEqual({
      text: 'un\ndeux',
      body: null,
    })
  })

  it('keep their shape, and the others become lines after it', () => {
    const { text, body } = joinedWords({ text: '- matin', body: list }, { text: 'deux\n\ntrois', body: null })
    expect(RichTextSchema.safeParse(body).success).toBe(true)
    expect(body?.content.map(({ type }) => type)).toEqual([
      'bulletList',
      'paragraph',
      'paragraph',
      'paragraph',
    ])
    expect(text).toContain('matin')
    expect(text.endsWith('deux\n\ntrois')).toBe(true)
  })
})

it('a place in plain words is found again in the editor, where each line is a paragraph', () => {
  const text = 'un\n\ntrois'
  expect([0, 2, 3, 4, 9].map((place) => placeInEditor(text, place))).toEqual([1, 3, 5, 7, 12])
})
