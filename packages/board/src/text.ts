import * as Y from 'yjs'

/** Plain text in and out of shared text. */

const isLowSurrogate = (text: string, index: number) => {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}

/**
 * Turns a shared text into `next` by the smallest single replacement, so that what others type outside it
 * stays. Never cuts between the two halves of a character beyond the basic plane.
 */
export function replaceText(text: Y.Text, next: string): void {
  const current = text.toString()
  const most = Math.min(current.length, next.length)
  let start = 0
  while (start < most && current[start] === next[start]) start += 1
  if (start > 0 && (isLowSurrogate(current, start) || isLowSurrogate(next, start))) start -= 1
  let end = 0
  while (end < most - start && current.at(-1 - end) === next.at(-1 - end)) end += 1
  if (end > 0 && isLowSurrogate(current, current.length - end)) end -= 1
  if (current.length - end > start) text.delete(start, current.length - end - start)
  if (next.length - end > start) text.insert(start, next.slice(start, next.length - end))
}

/** The words of rich text, one line for each paragraph, heading or list item. */
export function plainText(fragment: Y.XmlFragment): string {
  return linesOf(fragment).join('\n')
}

function linesOf(node: Y.XmlFragment): string[] {
  const lines: string[] = []
  let line = ''
  for (const child of node.toArray()) {
    if (child instanceof Y.XmlText) line += wordsOf(child)
    else if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') line += '\n'
    else if (child instanceof Y.XmlElement && child.nodeName === 'mention') {
      line += `@${String(child.getAttribute('label') ?? '')}`
    } else if (child instanceof Y.XmlFragment) lines.push(...linesOf(child))
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

function wordsOf(text: Y.XmlText): string {
  return (text.toDelta() as { insert?: unknown }[])
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('')
}

/** Rich text with one paragraph for each line. */
export function paragraphs(text: string): Y.XmlElement[] {
  return text.split('\n').map((line) => {
    const paragraph = new Y.XmlElement('paragraph')
    if (line !== '') paragraph.insert(0, [new Y.XmlText(line)])
    return paragraph
  })
}

/** The boxes of the checklists in rich text, and how many of them are ticked. */
export function countChecks(node: unknown): { checks: number; ticked: number } {
  const count = { checks: 0, ticked: 0 }
  if (!(node instanceof Y.XmlFragment)) return count
  for (const child of node.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    if (child.nodeName === 'taskItem') {
      count.checks += 1
      // A box is a boolean, whatever the type of an attribute says.
      if ((child.getAttribute('checked') as unknown) === true) count.ticked += 1
    }
    const inside = countChecks(child)
    count.checks += inside.checks
    count.ticked += inside.ticked
  }
  return count
}
