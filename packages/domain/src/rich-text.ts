/**
 * The shape of a message's words: bold, lists, quotes, links and mentions, as a small tree that the composer
 * (ProseMirror) reads and writes. Strict and of bounded depth: nothing in it can be a script, a style or a class.
 */
import { z } from 'zod'
import { ProfessionSchema, type Profession } from './profession.ts'
import { IdSchema, line } from './values.ts'

const TEXT_MAX = 10_000
/** Addresses that a click may follow. Anything else could run as a script of ours. */
const LinkSchema = z
  .string()
  .max(2_000)
  .regex(/^(https?:\/\/|mailto:|tel:)[^\s\u0000-\u001f]+$/i) // eslint-disable-line no-control-regex -- refused here

const MarkSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('bold') }),
  z.strictObject({ type: z.literal('italic') }),
  z.strictObject({ type: z.literal('link'), attrs: z.strictObject({ href: LinkSchema }) }),
])
export type TextMark = z.infer<typeof MarkSchema>

/** Whom or what a mention names. `label` is what was shown when it was written. */
export const MentionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: IdSchema, label: line(120) }),
  z.strictObject({ kind: z.literal('profession'), id: ProfessionSchema, label: line(120) }),
  z.strictObject({ kind: z.literal('task'), id: IdSchema, label: line(200) }),
  z.strictObject({ kind: z.literal('card'), id: IdSchema, label: line(200) }),
])
export type Mention = z.infer<typeof MentionSchema>

const InlineSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z
      .string()
      .min(1)
      .max(TEXT_MAX)
      // eslint-disable-next-line no-control-regex -- refusing control characters is the point
      .regex(/^[^\u0000-\u0008\u000a-\u001f\u007f]*$/u),
    marks: z.array(MarkSchema).max(3).optional(),
  }),
  z.strictObject({ type: z.literal('hardBreak') }),
  z.strictObject({ type: z.literal('mention'), attrs: MentionSchema }),
])
export type InlineNode = z.infer<typeof InlineSchema>

const ParagraphSchema = z.strictObject({
  type: z.literal('paragraph'),
  content: z.array(InlineSchema).max(1_000).optional(),
})

interface Paragraph {
  type: 'paragraph'
  content?: InlineNode[] | undefined
}
interface Listing {
  type: 'bulletList' | 'orderedList'
  content: { type: 'listItem'; content: BlockNode[] }[]
}
interface Quote {
  type: 'blockquote'
  content: BlockNode[]
}
export type BlockNode = Paragraph | Listing | Quote

const DEEPEST = 3
/** Each depth has a schema of its own, so that a frame of a hundred thousand brackets is refused at the fourth. */
function blocksAt(depth: number): z.ZodType<BlockNode[]> {
  if (depth === 0) return z.array(ParagraphSchema).min(1).max(500)
  const inner = blocksAt(depth - 1)
  const item = z.strictObject({ type: z.literal('listItem'), content: inner })
  return z
    .array(
      z.discriminatedUnion('type', [
        ParagraphSchema,
        z.strictObject({ type: z.literal('bulletList'), content: z.array(item).min(1).max(200) }),
        z.strictObject({ type: z.literal('orderedList'), content: z.array(item).min(1).max(200) }),
        z.strictObject({ type: z.literal('blockquote'), content: inner }),
      ]),
    )
    .min(1)
    .max(500)
}

export const RichTextSchema = z.strictObject({ type: z.literal('doc'), content: blocksAt(DEEPEST) })
export type RichText = z.infer<typeof RichTextSchema>

/** The words alone, as lists, search and a screen without the editor show them. */
export function plainTextOf({ content }: Pick<RichText, 'content'>): string {
  return linesOf(content).join('\n').trim()
}

function linesOf(blocks: readonly BlockNode[]): string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'paragraph') return wordsOf(block.content ?? []).split('\n')
    if (block.type === 'blockquote') return linesOf(block.content).map((quoted) => `> ${quoted}`)
    return block.content.flatMap((item, index) => {
      const sign = block.type === 'orderedList' ? `${index + 1}. ` : '- '
      return linesOf(item.content).map((text, n) => (n === 0 ? sign : ' '.repeat(sign.length)) + text)
    })
  })
}

const wordsOf = (nodes: readonly InlineNode[]): string => nodes.map(wordOf).join('')

function wordOf(node: InlineNode): string {
  if (node.type === 'text') return node.text
  if (node.type === 'hardBreak') return '\n'
  const { kind, label } = node.attrs
  return (kind === 'task' || kind === 'card' ? '#' : '@') + label
}

/** Everybody and everything that a text names, each once. */
export function mentionsOf({ content }: Pick<RichText, 'content'>): Mention[] {
  const found = new Map<string, Mention>()
  const visit = (blocks: readonly BlockNode[]): void => {
    for (const block of blocks) {
      if (block.type === 'paragraph') {
        for (const node of block.content ?? [])
          if (node.type === 'mention') found.set(`${node.attrs.kind} ${node.attrs.id}`, node.attrs)
      } else if (block.type === 'blockquote') visit(block.content)
      else for (const item of block.content) visit(item.content)
    }
  }
  visit(content)
  return [...found.values()]
}

/** The people and professions among the mentions: whom a text asks. */
export function namedIn(body: RichText): { accountIds: string[]; professions: Profession[] } {
  const mentions = mentionsOf(body)
  return {
    accountIds: mentions.flatMap((mention) => (mention.kind === 'person' ? [mention.id] : [])),
    professions: mentions.flatMap((mention) => (mention.kind === 'profession' ? [mention.id] : [])),
  }
}
