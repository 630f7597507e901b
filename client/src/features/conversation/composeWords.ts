import { plainTextOf, type RichText } from '@colloque/domain'

/** What is being written: the words, and their shape and names where they have any. */
export interface Words {
  readonly text: string
  readonly body: RichText | null
}

/** From where to where plain words are selected: the same place twice where the caret stands. */
export interface PlainSelection {
  readonly from: number
  readonly to: number
}

/** The place in the editor of a place in plain words: each line is a paragraph there, whose two ends count as places. */
export function placeInEditor(text: string, place: number): number {
  return place + text.slice(0, place).split('\n').length
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
