import { plainTextOf, type RichText } from '@colloque/domain'

/** What is being written: the words, and their shape and names where they have any. */
export interface Words {
  readonly text: string
  readonly body: RichText | null
}

/** The words as a text with shape: as they are, or each line a paragraph. */
export function documentOf({ text, body }: Words): RichText {
  if (body) return body
  return {
    type: 'doc',
    content: text.split('\n').map((line) => ({
      type: 'paragraph',
      ...(line ? { content: [{ type: 'text', text: line }] } : {}),
    })),
  }
}

/** Two writings, one after the other, with the shape that either has. */
export function joinedWords(first: Words, then: Words): Words {
  if (!first.body && !then.body) return { text: `${first.text}\n${then.text}`, body: null }
  const body: RichText = {
    type: 'doc',
    content: [...documentOf(first).content, ...documentOf(then).content],
  }
  return { text: plainTextOf(body), body }
}
