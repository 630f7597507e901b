import {
  ACTION_KINDS,
  OBJECTIVE_STATUSES,
  PlanWhoSchema,
  type PlanAction,
  type PlanBlock,
  type PlanDocument,
} from '@colloque/domain'
import * as Y from 'yjs'
import { META } from './roots.ts'
import { orderedEntries, planTextOf } from './plan.ts'

/** Ids of the tasks that carry a plan's actions out, by action. No part of what is signed: they are the case's. */
export function readActionTasks(doc: Y.Doc): Map<string, string[]> {
  return new Map(
    orderedEntries(doc, 'actions').map(({ id, entry }) => [
      id,
      keysOf(entry.get('links')).map((key) => key.slice('task:'.length)),
    ]),
  )
}

/** Reads a plan's document as plain values, in the order in which it is shown. */
export function readPlan(doc: Y.Doc): PlanDocument {
  const nextReviewOn = doc.getMap(META).get('nextReviewOn')
  return {
    situation: blocksOf(planTextOf(doc, 'situation')),
    health: blocksOf(planTextOf(doc, 'health')),
    supports: blocksOf(planTextOf(doc, 'supports')),
    objectives: orderedEntries(doc, 'objectives').map(({ id, entry }) => ({
      id,
      text: words(entry, 'text'),
      status: oneOf(OBJECTIVE_STATUSES, entry.get('status')) ?? 'proposed',
      reason: words(entry, 'reason'),
      needs: keysOf(entry.get('needs')),
    })),
    actions: orderedEntries(doc, 'actions').map(({ id, entry }) => readAction(id, entry)),
    alerts: orderedEntries(doc, 'alerts').map(({ id, entry }) => ({
      id,
      sign: words(entry, 'sign'),
      conduct: words(entry, 'conduct'),
      call: words(entry, 'call'),
    })),
    reviews: orderedEntries(doc, 'reviews').map(({ id, entry }) => ({
      id,
      on: String(entry.get('on')),
      people: words(entry, 'people'),
      summary: words(entry, 'summary'),
    })),
    nextReviewOn: typeof nextReviewOn === 'string' ? nextReviewOn : null,
  }
}

function readAction(id: string, entry: Y.Map<unknown>): PlanAction {
  const objective = entry.get('objective')
  const due = entry.get('due')
  return {
    id,
    objective: typeof objective === 'string' ? objective : null,
    kind: oneOf(ACTION_KINDS, entry.get('kind')) ?? null,
    what: words(entry, 'what'),
    who: PlanWhoSchema.safeParse(entry.get('who')).data ?? null,
    when: words(entry, 'when'),
    due: typeof due === 'string' ? due : null,
  }
}

const words = (entry: Y.Map<unknown>, field: string) => String(entry.get(field) ?? '').trim()
const keysOf = (keys: unknown) => (keys instanceof Y.Map ? [...keys.keys()].sort() : [])
const oneOf = <Value extends string>(values: readonly Value[], value: unknown) =>
  values.find((known) => known === value)

/** Rich text as paragraphs of words. Empty ones at both ends are nobody's words, and left out. */
export function blocksOf(fragment: Y.XmlFragment): PlanBlock[] {
  const blocks = fragment.toArray().flatMap((node) => blocksOfNode(node, 0))
  const first = blocks.findIndex(({ text }) => text !== '')
  const last = blocks.findLastIndex(({ text }) => text !== '')
  return first < 0 ? [] : blocks.slice(first, last + 1)
}

function blocksOfNode(node: unknown, depth: number): PlanBlock[] {
  if (!(node instanceof Y.XmlElement)) return []
  const inside = () => node.toArray().flatMap((child) => blocksOfNode(child, depth))
  switch (node.nodeName) {
    case 'heading':
      return [{ kind: 'heading', text: lineOf(node), level: Number(node.getAttribute('level') ?? 2) }]
    case 'bulletList':
    case 'orderedList':
    case 'taskList':
      return node.toArray().flatMap((child) => blocksOfNode(child, depth + 1))
    case 'listItem':
      return itemBlocks(node, depth, { kind: 'item' })
    case 'taskItem':
      return itemBlocks(node, depth, { kind: 'task', checked: Boolean(node.getAttribute('checked')) })
    case 'blockquote':
      return inside().map((block) => (block.kind === 'paragraph' ? { ...block, kind: 'quote' } : block))
    case 'horizontalRule':
      return []
    default:
      return [{ kind: 'paragraph', text: lineOf(node) }]
  }
}

/** The first paragraph of an item is the item; others follow it, and lists inside it are a level deeper. */
function itemBlocks(node: Y.XmlElement, depth: number, as: Pick<PlanBlock, 'kind' | 'checked'>): PlanBlock[] {
  const inside = node.toArray().flatMap((child) => blocksOfNode(child, depth))
  const [first, ...rest] = inside
  if (first?.kind !== 'paragraph') return [{ ...as, text: '', level: depth }, ...inside]
  return [{ ...as, text: first.text, level: depth }, ...rest]
}

/** The words of a paragraph, mentions with their name. */
function lineOf(node: Y.XmlElement): string {
  return node
    .toArray()
    .map((child) => {
      if (child instanceof Y.XmlText)
        return (child.toDelta() as { insert?: unknown }[])
          .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
          .join('')
      if (!(child instanceof Y.XmlElement)) return ''
      if (child.nodeName === 'hardBreak') return '\n'
      if (child.nodeName === 'mention') return `@${String(child.getAttribute('label') ?? '')}`
      return lineOf(child)
    })
    .join('')
}
