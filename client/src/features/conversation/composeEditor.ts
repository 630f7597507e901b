/** The editor of a message: exactly the shapes that a message may have. Loaded on demand. */
import { MentionSchema, type Mention } from '@colloque/domain'
import { Extension, type Extensions } from '@tiptap/core'
import MentionNode from '@tiptap/extension-mention'
import Placeholder from '@tiptap/extension-placeholder'
import StarterKit from '@tiptap/starter-kit'
import { wordOfMention } from '../../platform/composing/mentions.ts'
import { isAllowedLink } from '../../platform/composing/richWords.ts'

interface Keys {
  readonly enterSends: () => boolean
  readonly send: () => void
}

export function composeExtensions({ enterSends, send }: Keys, placeholder: string): Extensions {
  return [
    StarterKit.configure({
      code: false,
      codeBlock: false,
      heading: false,
      horizontalRule: false,
      strike: false,
      underline: false,
      // A message ends with its last word.
      trailingNode: false,
      link: {
        openOnClick: false,
        defaultProtocol: 'https',
        isAllowedUri: isAllowedLink,
        HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow' },
      },
    }),
    mentionNode,
    Placeholder.configure({ placeholder }),
    Extension.create({
      name: 'sending',
      priority: 1_000,
      addKeyboardShortcuts: () => ({
        Enter: () => {
          if (!enterSends()) return false
          send()
          return true
        },
        // A new line is a paragraph, so that « - » and « > » begin a list or a quote there.
        'Shift-Enter': ({ editor }) =>
          editor.commands.first(({ commands }) => [
            () => commands.splitListItem('listItem'),
            () => commands.liftEmptyBlock(),
            () => commands.splitBlock(),
          ]),
        'Mod-Enter': () => {
          send()
          return true
        },
      }),
    }),
  ]
}

const attribute = (name: 'kind' | 'id' | 'label') => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`),
  renderHTML: (attributes: Record<string, unknown>) => ({ [`data-${name}`]: attributes[name] as string }),
})

const readMention = (attributes: unknown): Mention | undefined => MentionSchema.safeParse(attributes).data

/** The list is our own, the same as in a plain field; of the extension the node is used. */
const mentionNode = MentionNode.extend({
  addAttributes: () => ({ kind: attribute('kind'), id: attribute('id'), label: attribute('label') }),
  parseHTML: () => [
    {
      tag: 'span[data-type="mention"]',
      // Pasted from elsewhere it names nobody here.
      getAttrs: ({ dataset: { kind, id, label } }: HTMLElement) =>
        readMention({ kind, id, label }) ? null : false,
    },
  ],
  renderHTML: ({ node, HTMLAttributes }) => {
    const mention = readMention(node.attrs)
    return [
      'span',
      { ...HTMLAttributes, 'data-type': 'mention', class: 'compose-mention' },
      mention ? wordOfMention(mention) : '',
    ]
  },
  renderText: ({ node }) => {
    const mention = readMention(node.attrs)
    return mention ? wordOfMention(mention) : ''
  },
  addKeyboardShortcuts: () => ({
    Backspace: ({ editor }) => {
      const { empty, $from } = editor.state.selection
      const before = $from.nodeBefore
      if (!empty || before?.type.name !== 'mention') return false
      return editor.commands.deleteRange({ from: $from.pos - before.nodeSize, to: $from.pos })
    },
  }),
  addProseMirrorPlugins: () => [],
})
