/** Naming people, professions, tasks and cards while one writes: where a name begins, and what is offered for it. */
import { foldText, mentionsOf, type Mention, type RichText } from '@colloque/domain'

/** `@` asks people, `#` points at things. */
export type MentionSign = '@' | '#'

export const signOf = ({ kind }: Pick<Mention, 'kind'>): MentionSign =>
  kind === 'task' || kind === 'card' ? '#' : '@'
export const wordOfMention = (mention: Mention) => signOf(mention) + mention.label

export interface MentionCandidate {
  readonly mention: Mention
  /** What it is or how it stands. */
  readonly detail: string
  /** Other words that find it. */
  readonly words: readonly string[]
}

export interface MentionTrigger {
  readonly sign: MentionSign
  readonly query: string
  /** Where the sign stands in the text before the caret. */
  readonly from: number
}

/** Longest name that is looked for, in characters. */
const QUERY_MAX = 40
const TRIGGER = new RegExp(`(?:^|[\\s(«"'’])([@#])([^@#\\n\\ufffc]{0,${QUERY_MAX}})$`, 'u')

/**
 * The name that is being written right before the caret, if any: after a sign that begins a word, so that an
 * address of e-mail is none.
 */
export function triggerAt(before: string): MentionTrigger | undefined {
  const found = TRIGGER.exec(before)
  if (!found) return undefined
  const [, sign = '@', query = ''] = found
  // « @ » with a space behind it is no name.
  if (/^\s/.test(query)) return undefined
  return { sign: sign as MentionSign, query, from: before.length - query.length - 1 }
}

/** Those for whom every written word begins one of their words, without accents; the first match of a label first. */
export function matching(
  candidates: readonly MentionCandidate[],
  query: string,
  most = 8,
): readonly MentionCandidate[] {
  const asked = foldText(query)
  if (asked === '') return candidates.slice(0, most)
  const wanted = asked.split(' ')
  return candidates
    .flatMap((candidate) => {
      const label = foldText(candidate.mention.label)
      const words = [label, ...candidate.words.map(foldText)].join(' ').split(' ')
      if (!wanted.every((part) => words.some((word) => word.startsWith(part)))) return []
      return [{ candidate, rank: label.startsWith(asked) ? 0 : 1 }]
    })
    .sort((one, other) => one.rank - other.rank)
    .map(({ candidate }) => candidate)
    .slice(0, most)
}

type Inline = NonNullable<Extract<RichText['content'][number], { type: 'paragraph' }>['content']>[number]

/**
 * Plain words with the names in them as mentions, where they still stand as they were chosen. Says the same words:
 * `plainTextOf` of it is the text.
 * @returns null when none of them is there
 */
export function withMentions(text: string, mentions: readonly Mention[]): RichText | null {
  // Of « @Anne » and « @Anne Martin » the longer one is meant where it stands.
  const known = [...mentions].sort((one, other) => other.label.length - one.label.length)
  const body: RichText = {
    type: 'doc',
    content: text.split('\n').map((line) => {
      const content = inlineOf(line, known)
      return { type: 'paragraph', ...(content.length ? { content } : {}) }
    }),
  }
  return mentionsOf(body).length > 0 ? body : null
}

function inlineOf(line: string, mentions: readonly Mention[]): Inline[] {
  const nodes: Inline[] = []
  let plain = ''
  const endPlain = () => {
    if (plain) nodes.push({ type: 'text', text: plain })
    plain = ''
  }
  for (let at = 0; at < line.length;) {
    const found = mentions.find((mention) => {
      const word = wordOfMention(mention)
      return line.startsWith(word, at) && !/[\p{L}\p{N}]/u.test(line.slice(at + word.length)[0] ?? '')
    })
    if (found) {
      endPlain()
      nodes.push({ type: 'mention', attrs: found })
      at += wordOfMention(found).length
    } else plain += line[at++]
  }
  endPlain()
  return nodes
}
