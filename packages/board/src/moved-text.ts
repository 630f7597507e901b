import * as Y from 'yjs'

/**
 * An editor that splits or joins paragraphs, or moves an item of a list, deletes words and writes the same words
 * elsewhere. Here both halves are brought together, so that words keep their author.
 */

/** Clocks of one client. */
export interface Span {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/** Words that stood at `from` and stand now at `to`; both have the same length. */
export interface MovedText {
  readonly from: Span
  readonly to: Span
}

/** Words that stand together in one text. */
interface Passage {
  readonly text: string
  readonly spans: readonly Span[]
}

/** Shorter ones count as moved only when a whole passage is the same: « le » is found in anything. */
const SHORTEST_PART = 8

/**
 * Watches a document for words that move within one transaction.
 * @returns takes the moves since it was called last
 */
export function followMoves(doc: Y.Doc): () => readonly MovedText[] {
  let moves: MovedText[] = []
  // Before the words of what was deleted are collected.
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (transaction.deleteSet.clients.size > 0) moves.push(...movesOf(transaction))
  })
  return () => {
    const taken = moves
    moves = []
    return taken
  }
}

function movesOf(transaction: Y.Transaction): MovedText[] {
  const deletedIn = new Set<Y.Item>()
  const parents = new Set<Y.AbstractType<unknown>>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return
    if (isNew(transaction, item)) return
    deletedIn.add(item)
    parents.add(item.parent as Y.AbstractType<unknown>)
  })
  if (deletedIn.size === 0) return []
  for (const parent of changedTexts(transaction)) parents.add(parent)

  const deleted: Passage[] = []
  const written: Passage[] = []
  for (const parent of parents) {
    deleted.push(...passagesIn(parent, (item) => deletedIn.has(item)))
    written.push(...passagesIn(parent, (item) => !item.deleted && isNew(transaction, item)))
  }
  return match(deleted, written)
}

const isNew = ({ beforeState }: Y.Transaction, { id }: Y.Item) =>
  id.clock >= (beforeState.get(id.client) ?? 0)

/** Texts that something was written in. */
function* changedTexts({ changed, beforeState, afterState, doc }: Y.Transaction) {
  for (const type of changed.keys()) if (type instanceof Y.Text) yield type as Y.AbstractType<unknown>
  // Of what is new, with all that is in it, only the outermost parent counts as changed.
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0
    if (start === end) continue
    const structs = doc.store.clients.get(client) ?? []
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index += 1) {
      const item = structs[index]
      if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentType)) continue
      if (item.content.type instanceof Y.Text) yield item.content.type as Y.AbstractType<unknown>
    }
  }
}

/** What is chosen of a text, cut where words stand between that stay. */
function passagesIn(parent: Y.AbstractType<unknown>, isChosen: (item: Y.Item) => boolean): Passage[] {
  const passages: Passage[] = []
  let text = ''
  let spans: Span[] = []
  const cut = () => {
    if (text !== '') passages.push({ text, spans })
    text = ''
    spans = []
  }
  for (let item = parent._start; item !== null; item = item.right) {
    if (isChosen(item) && item.content instanceof Y.ContentString) {
      text += item.content.str
      spans.push({ ...item.id, length: item.length })
    } else if (!item.deleted && item.countable) {
      cut()
    }
  }
  cut()
  return passages
}

/** The longest first, and each deleted word for one written word at most. */
function match(deleted: Passage[], written: Passage[]): MovedText[] {
  const moves: MovedText[] = []
  const open = written.toSorted(byLength)
  const gone = deleted.toSorted(byLength)
  for (let passage = open.shift(); passage; passage = open.shift()) {
    const { text } = passage
    const isPart = ({ text: other }: Passage) =>
      Math.min(text.length, other.length) >= SHORTEST_PART && (other.includes(text) || text.includes(other))
    const same = gone.findIndex((one) => one.text === text)
    const index = same >= 0 ? same : gone.findIndex(isPart)
    if (index < 0) continue
    const [found] = gone.splice(index, 1)
    const length = Math.min(text.length, found!.text.length)
    const from = Math.max(0, found!.text.indexOf(text))
    const to = Math.max(0, text.indexOf(found!.text))
    moves.push(...pair(cutOut(found!, from, length).spans, cutOut(passage, to, length).spans))
    gone.push(...around(found!, from, length))
    open.push(...around(passage, to, length))
  }
  return moves
}

const byLength = (one: Passage, other: Passage) => other.text.length - one.text.length

const around = (passage: Passage, start: number, length: number) =>
  [cutOut(passage, 0, start), cutOut(passage, start + length, passage.text.length - start - length)].filter(
    ({ text }) => text !== '',
  )

function cutOut({ text, spans }: Passage, start: number, length: number): Passage {
  const parts: Span[] = []
  let at = 0
  for (const { client, clock, length: long } of spans) {
    const from = Math.max(start, at)
    const until = Math.min(start + length, at + long)
    if (until > from) parts.push({ client, clock: clock + from - at, length: until - from })
    at += long
  }
  return { text: text.slice(start, start + length), spans: parts }
}

/** Brings spans of the same length in all together, cut where either side is. */
function* pair(from: readonly Span[], to: readonly Span[]): Generator<MovedText> {
  let [index, other, used, filled] = [0, 0, 0, 0]
  while (index < from.length && other < to.length) {
    const source = from[index]!
    const target = to[other]!
    const length = Math.min(source.length - used, target.length - filled)
    yield {
      from: { client: source.client, clock: source.clock + used, length },
      to: { client: target.client, clock: target.clock + filled, length },
    }
    used += length
    filled += length
    if (used === source.length) [index, used] = [index + 1, 0]
    if (filled === target.length) [other, filled] = [other + 1, 0]
  }
}
