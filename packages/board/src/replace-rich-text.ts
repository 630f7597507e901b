import * as Y from 'yjs'

type Node = Y.XmlElement | Y.XmlText
type Parent = Y.XmlFragment

/** One UTF-16 unit and its marks. */
interface Unit {
  readonly unit: string
  readonly marks: string
}

/**
 * Makes rich text equal to another by replacing what differs: nodes that are the same stay, and so do their authors
 * and what others type in them. What is put in is a copy, formatting included. Call inside a transaction.
 */
export function replaceRichText(now: Parent, next: Parent): void {
  replaceChildren(now, next)
}

function replaceChildren(now: Parent, next: Parent): void {
  const [mine, theirs] = [childrenOf(now), childrenOf(next)]
  const [mineLook, theirsLook] = [mine.map(lookOf), theirs.map(lookOf)]
  const most = Math.min(mine.length, theirs.length)
  let start = 0
  while (start < most && mineLook[start] === theirsLook[start]) start += 1
  let end = 0
  while (end < most - start && mineLook.at(-1 - end) === theirsLook.at(-1 - end)) end += 1
  const [old, wanted] = [mine.slice(start, mine.length - end), theirs.slice(start, theirs.length - end)]
  // As many as before: most likely the same ones, with other words in them.
  const isPaired = old.length === wanted.length && old.every((node, index) => isLike(node, wanted[index]!))
  if (isPaired) return old.forEach((node, index) => replaceNode(node, wanted[index]!))
  if (old.length > 0) now.delete(start, old.length)
  if (wanted.length > 0) {
    now.insert(
      start,
      wanted.map((node) => node.clone()),
    )
  }
}

function replaceNode(now: Node, next: Node): void {
  if (now instanceof Y.XmlText) replaceWords(now, next as Y.XmlText)
  else replaceChildren(now, next as Y.XmlElement)
}

/** Words and marks, by one replacement of what lies between the first and the last difference. */
function replaceWords(now: Y.XmlText, next: Y.XmlText): void {
  const [mine, theirs] = [unitsOf(now), unitsOf(next)]
  const most = Math.min(mine.length, theirs.length)
  const isSame = (one: Unit | undefined, other: Unit | undefined) =>
    one?.unit === other?.unit && one?.marks === other?.marks
  let start = 0
  while (start < most && isSame(mine[start], theirs[start])) start += 1
  if (start > 0 && (isSecondHalf(mine[start]) || isSecondHalf(theirs[start]))) start -= 1
  let end = 0
  while (end < most - start && isSame(mine.at(-1 - end), theirs.at(-1 - end))) end += 1
  if (end > 0 && (isSecondHalf(mine.at(-end)) || isSecondHalf(theirs.at(-end)))) end -= 1
  const gone = mine.length - end - start
  const inserts = theirs.slice(start, theirs.length - end).map(({ unit, marks }) => ({ unit, marks }))
  now.applyDelta([
    ...(start > 0 ? [{ retain: start }] : []),
    ...(gone > 0 ? [{ delete: gone }] : []),
    ...runsOf(inserts),
  ])
}

function runsOf(units: readonly Unit[]): { insert: string; attributes: object }[] {
  const runs: { insert: string; marks: string }[] = []
  for (const { unit, marks } of units) {
    const last = runs.at(-1)
    if (last?.marks === marks) last.insert += unit
    else runs.push({ insert: unit, marks })
  }
  return runs.map(({ insert, marks }) => ({ insert, attributes: JSON.parse(marks) as object }))
}

function unitsOf(text: Y.XmlText): Unit[] {
  return (text.toDelta() as { insert: unknown; attributes?: object }[]).flatMap(({ insert, attributes }) => {
    const marks = JSON.stringify(sorted(attributes ?? {}))
    return typeof insert === 'string' ? insert.split('').map((unit) => ({ unit, marks })) : []
  })
}

const childrenOf = (parent: Parent) =>
  parent
    .toArray()
    .filter((child): child is Node => child instanceof Y.XmlElement || child instanceof Y.XmlText)

/** A node as text, to tell whether two are the same. */
function lookOf(node: Node): string {
  return JSON.stringify(plain(node))
}

function plain(node: Node): unknown {
  if (node instanceof Y.XmlText) {
    return (node.toDelta() as { insert: unknown; attributes?: object }[]).map(({ insert, attributes }) => [
      insert,
      sorted(attributes ?? {}),
    ])
  }
  return [node.nodeName, sorted(node.getAttributes()), childrenOf(node).map(plain)]
}

const sorted = (value: object) =>
  Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))

/** The same kind of node, whatever is in it. */
function isLike(one: Node, other: Node): boolean {
  if (one instanceof Y.XmlText || other instanceof Y.XmlText) {
    return one instanceof Y.XmlText && other instanceof Y.XmlText
  }
  const attributesOf = (node: Y.XmlElement) => JSON.stringify(sorted(node.getAttributes()))
  return one.nodeName === other.nodeName && attributesOf(one) === attributesOf(other)
}

/** Never cuts between the two halves of a character beyond the basic plane. */
function isSecondHalf(unit: Unit | undefined): boolean {
  const code = unit?.unit.charCodeAt(0) ?? 0
  return code >= 0xdc00 && code <= 0xdfff
}
