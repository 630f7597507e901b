/**
 * What a rich text may hold (packages/board, rich-text.ts) beyond what the editor here makes. An editor takes out of the
 * shared text whatever its schema does not know: these are known, so that others' words stay.
 */
import { Mark, Node } from '@tiptap/core'

const mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    id: { default: null, rendered: false },
    label: { default: null, rendered: false },
    mentionSuggestionChar: { default: null, rendered: false },
  }),
  renderHTML: ({ node }) => ['strong', {}, `@${String(node.attrs['label'] ?? '')}`],
  renderText: ({ node }) => `@${String(node.attrs['label'] ?? '')}`,
})

const highlight = Mark.create({ name: 'highlight', renderHTML: () => ['mark', {}, 0] })

export const keptNodes = [mention, highlight]
