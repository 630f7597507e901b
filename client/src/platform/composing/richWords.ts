/** Between what an editor holds and what a message may hold. */
import {
  MentionSchema,
  RichTextSchema,
  type BlockNode,
  type InlineNode,
  type RichText,
  type TextMark,
} from '@colloque/domain'

/** A node as the editor writes it: with attributes of its own, and as deep as somebody has nested it. */
export interface EditorNode {
  readonly type?: string
  readonly text?: string
  readonly attrs?: Readonly<Record<string, unknown>> | null
  readonly marks?: readonly {
    readonly type: string
    readonly attrs?: Readonly<Record<string, unknown>> | null
  }[]
  readonly content?: readonly EditorNode[]
}

/** As deep as RichTextSchema takes lists and quotes. */
const DEEPEST = 3
const LINK = /^(?:https?:\/\/|mailto:|tel:)\S+$/i
/** Addresses that a click may follow; as RichTextSchema. */
export const isAllowedLink = (address: string) => LINK.test(address) && address.length <= 2_000

// eslint-disable-next-line no-control-regex -- pasted text brings signs that no message may hold
export const withoutControls = (words: string) => words.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

/** What the editor holds, cut down to what a message may hold; what is nested too deep becomes plain lines. */
export function richTextOf(document: EditorNode): RichText {
  const content = blocksOf(document.content ?? [], DEEPEST)
  return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] }
}

function blocksOf(nodes: readonly EditorNode[], depth: number): BlockNode[] {
  return nodes.flatMap((node): BlockNode[] => {
    const inner = node.content ?? []
    if (node.type === 'paragraph') {
      const content = inner.flatMap(inlineOf)
      return [{ type: 'paragraph', ...(content.length ? { content } : {}) }]
    }
    if (depth === 0 || node.type === 'listItem') return blocksOf(inner, depth)
    if (node.type === 'blockquote')
      return [{ type: 'blockquote', content: someOf(blocksOf(inner, depth - 1)) }]
    if (node.type !== 'bulletList' && node.type !== 'orderedList') return blocksOf(inner, depth)
    const items = inner.map((item) => ({
      type: 'listItem' as const,
      content: someOf(blocksOf(item.content ?? [], depth - 1)),
    }))
    return items.length > 0 ? [{ type: node.type, content: items }] : []
  })
}

const someOf = (blocks: BlockNode[]): BlockNode[] => (blocks.length > 0 ? blocks : [{ type: 'paragraph' }])

function inlineOf(node: EditorNode): InlineNode[] {
  if (node.type === 'hardBreak') return [{ type: 'hardBreak' }]
  if (node.type === 'mention') {
    const mention = MentionSchema.safeParse(node.attrs)
    return mention.success ? [{ type: 'mention', attrs: mention.data }] : []
  }
  const text = withoutControls(node.text ?? '').replaceAll('\n', ' ')
  if (node.type !== 'text' || text === '') return []
  const marks = (node.marks ?? []).flatMap(({ type, attrs }): TextMark[] => {
    if (type === 'bold' || type === 'italic') return [{ type }]
    const href = String(attrs?.['href'] ?? '')
    return type === 'link' && isAllowedLink(href) ? [{ type, attrs: { href } }] : []
  })
  return [{ type: 'text', text, ...(marks.length ? { marks } : {}) }]
}

/** Whether a text has more than plain words and lines: bold, a list, a quote, a link. Mentions are not shape. */
export function hasShape({ content }: RichText): boolean {
  return content.some(
    (block) =>
      block.type !== 'paragraph' ||
      (block.content ?? []).some(
        (node) => node.type === 'hardBreak' || (node.type === 'text' && (node.marks?.length ?? 0) > 0),
      ),
  )
}

/** The tree where it says more than its plain words do, and null where these are enough. */
export function bodyWorthSending(body: RichText): RichText | null {
  const hasMention = JSON.stringify(body).includes('"type":"mention"')
  return hasShape(body) || hasMention ? body : null
}

/** A tree from outside, e.g. from a kept draft; null for what is none. */
export function readRichText(value: unknown): RichText | null {
  const parsed = RichTextSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}
