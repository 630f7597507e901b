/**
 * What rich text may hold: the nodes and marks of the editor's own schema, and no others. Anything else in a
 * document would be dropped by the editor of everybody who opens it, or be somebody's attempt at a script.
 */
const TEXT = (max: number) => (value: unknown) => typeof value === 'string' && value.length <= max
const COUNT = (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1e6
const SAFE_LINK = /^(?:https?:\/\/|mailto:|tel:)/i

const ATTRIBUTES: Readonly<Record<string, (value: unknown) => boolean>> = {
  level: (value) => COUNT(value) && (value as number) >= 1 && (value as number) <= 6,
  start: COUNT,
  type: TEXT(8),
  checked: (value) => typeof value === 'boolean',
  language: TEXT(40),
  textAlign: TEXT(10),
  dir: TEXT(4),
  id: TEXT(64),
  label: TEXT(120),
  mentionSuggestionChar: TEXT(1),
}

const NODES: Readonly<Record<string, readonly string[]>> = {
  paragraph: ['textAlign'],
  heading: ['level', 'textAlign'],
  bulletList: [],
  orderedList: ['start', 'type'],
  listItem: [],
  taskList: [],
  taskItem: ['checked'],
  blockquote: [],
  codeBlock: ['language'],
  horizontalRule: [],
  hardBreak: [],
  mention: ['id', 'label', 'mentionSuggestionChar'],
}

const MARKS = new Set(['bold', 'italic', 'strike', 'underline', 'code', 'highlight', 'link'])
const LINK_ATTRIBUTES = new Set(['href', 'target', 'rel', 'class', 'title'])

/** Nodes inside nodes, lists in lists: deeper is nobody's text. */
export const MAX_NESTING = 24

export function isAllowedNode(name: unknown): boolean {
  return typeof name === 'string' && Object.hasOwn(NODES, name)
}

/** Whether a node may carry this attribute with this value. Null means "not set" to the editor. */
export function isAllowedAttribute(node: string, key: string, value: unknown): boolean {
  if (!Object.hasOwn(NODES, node)) return false
  if (key !== 'dir' && !NODES[node]!.includes(key)) return false
  return value === null || ATTRIBUTES[key]!(value)
}

/** Whether text may carry this mark. Null ends it. Overlapping marks have a hash after two hyphens. */
export function isAllowedMark(key: string, value: unknown): boolean {
  const name = key.replace(/--[A-Za-z0-9+/=]{1,12}$/, '')
  if (!MARKS.has(name)) return false
  if (value === null || value === true) return true
  if (typeof value !== 'object' || Array.isArray(value)) return false
  const attributes = Object.entries(value as object)
  if (name !== 'link') return attributes.length === 0
  return attributes.every(([attribute, of]) => {
    if (!LINK_ATTRIBUTES.has(attribute)) return false
    if (of === null) return true
    return TEXT(2000)(of) && (attribute !== 'href' || SAFE_LINK.test(of as string))
  })
}
