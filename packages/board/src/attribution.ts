import * as Y from 'yjs'
import type { DocKind } from './doc-name.ts'
import { shapeOf } from './board-shape.ts'
import type { MovedText, Span } from './moved-text.ts'

/** What the server stored of one document at once, as far as telling who wrote what needs it. */
export interface StoredBatch {
  readonly seq: number
  readonly at: Date
  /** Updates of Yjs, version 1; `by` is an account id or `system:<what>`. */
  readonly updates: readonly { readonly by: string; readonly u: Uint8Array }[]
}

export interface Written {
  readonly by: string
  readonly at: Date
}

/** A passage of a text, by one person in one sitting. */
export interface AttributedRun extends Written {
  readonly text: string
  /** Counts from 0; a title has one. */
  readonly paragraph: number
}

interface Range extends Written {
  /** Clocks from here to the next range's start, or to the end. */
  readonly start: number
}

/** Pauses shorter than this do not begin a new run: letters arrive one by one. */
const SITTING_MS = 3_600_000
/** What nobody is known to have written: its batch is gone. */
const UNKNOWN: Written = { by: 'system:unknown', at: new Date(0) }

/** Who wrote which structs: Yjs numbers each character under its client's clock, and batches say whose they are. */
export class Authorship {
  readonly #ranges = new Map<number, Range[]>()
  readonly #ends = new Map<number, number>()

  /**
   * Takes one stored update, in the order in which they were stored.
   * @param moves words that it moves: they stay the words of whoever wrote them
   */
  add(update: Uint8Array, { by, at }: Written, moves: readonly MovedText[] = []): void {
    for (const [client, end] of Y.parseUpdateMeta(update).to) {
      const start = this.#ends.get(client) ?? 0
      // Stored already: the first who came with it wrote it.
      if (end <= start) continue
      this.#ends.set(client, end)
      const ranges = this.#ranges.get(client) ?? []
      const last = ranges.at(-1)
      if (last?.by !== by || last.at.getTime() !== at.getTime()) ranges.push({ start, by, at })
      this.#ranges.set(client, ranges)
    }
    for (const { from, to } of moves) {
      let { clock } = to
      for (const { length, ...written } of [...this.of(from.client, from.clock, from.length)]) {
        this.#assign({ client: to.client, clock, length }, written)
        clock += length
      }
    }
  }

  #assign({ client, clock, length }: Span, written: Written): void {
    const ranges = this.#ranges.get(client) ?? []
    const end = clock + length
    const first = rangeAt(ranges, clock)
    const last = rangeAt(ranges, end - 1)
    const after = ranges[last + 1]?.start ?? this.#ends.get(client) ?? end
    const parts = [{ start: clock, ...written }]
    if (ranges[first] && ranges[first].start < clock) parts.unshift(ranges[first])
    if (ranges[last] && end < after) parts.push({ ...ranges[last], start: end })
    ranges.splice(first, last - first + 1, ...parts)
  }

  /**
   * Cuts clocks of one client where the author or the time changes.
   * @param clock of the first, and how many
   */
  *of(client: number, clock: number, length: number): Generator<Written & { length: number }> {
    const ranges = this.#ranges.get(client) ?? []
    const end = clock + length
    for (let index = rangeAt(ranges, clock); clock < end; index += 1) {
      const until = Math.min(end, ranges[index + 1]?.start ?? end)
      const { by, at } = ranges[index] ?? UNKNOWN
      yield { by, at, length: until - clock }
      clock = until
    }
  }
}

/** Index of the range that a clock is in. */
function rangeAt(ranges: readonly Range[], clock: number): number {
  let low = 0
  let high = ranges.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (ranges[middle]!.start <= clock) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * Who wrote which passage of a text of the document, and when; what was deleted is left out. Formatting has no
 * author here: words have.
 * @param part keys from the root on: `cards/<id>/body`, `situation`
 * @returns undefined where the document has no such text
 */
export function attributeText(
  doc: Y.Doc,
  kind: DocKind,
  part: string,
  authorship: Authorship,
): AttributedRun[] | undefined {
  const found = findPart(doc, kind, part.split('/'))
  if (!found) return undefined
  const writer = new RunWriter(authorship)
  if (found instanceof Y.Item) writer.write(found, String(found.content.getContent()[0]))
  else if (found instanceof Y.Text) writer.writeText(found)
  else writer.writeBlocks(found)
  return writer.runs
}

/** A text of the document, or the item of a value that is a string. */
function findPart(
  doc: Y.Doc,
  kind: DocKind,
  [root, ...keys]: readonly string[],
): Y.Text | Y.XmlFragment | Y.Item | undefined {
  const shape = shapeOf(kind)
  if (root === undefined || !Object.hasOwn(shape, root)) return undefined
  if (shape[root]!.type === 'richText') return keys.length === 0 ? doc.getXmlFragment(root) : undefined
  let place: unknown = doc.getMap(root)
  let item: Y.Item | undefined
  for (const key of keys) {
    if (!(place instanceof Y.Map)) return undefined
    item = place._map.get(key)
    place = place.get(key)
  }
  if (typeof place === 'string') return item
  return place instanceof Y.Text || place instanceof Y.XmlFragment ? place : undefined
}

class RunWriter {
  readonly runs: AttributedRun[] = []
  readonly #authorship: Authorship
  #paragraph = 0
  #isBegun = false

  constructor(authorship: Authorship) {
    this.#authorship = authorship
  }

  /** The items of a shared text, deleted ones left out. */
  writeText(text: Y.Text): void {
    for (let item = text._start; item !== null; item = item.right) {
      if (!item.deleted && item.content instanceof Y.ContentString) this.write(item, item.content.str)
    }
  }

  /** One paragraph for each block that holds words, as `plainText` has lines. */
  writeBlocks(node: Y.XmlFragment): void {
    let isInLine = false
    for (let item = node._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType)) continue
      const child: unknown = item.content.type
      const inline = inlineWords(child)
      if (inline === undefined) {
        if (child instanceof Y.XmlFragment) this.writeBlocks(child)
        isInLine = false
        continue
      }
      if (!isInLine) this.#beginParagraph()
      isInLine = true
      if (child instanceof Y.XmlText) this.writeText(child)
      else this.write(item, inline)
    }
  }

  #beginParagraph(): void {
    if (this.#isBegun) this.#paragraph += 1
    this.#isBegun = true
  }

  /** @param words of the item: as many UTF-16 units as it has clocks, or the words that one clock stands for */
  write(item: Y.Item, words: string): void {
    let from = 0
    for (const { by, at, length } of this.#authorship.of(item.id.client, item.id.clock, item.length)) {
      const until = from + length === item.length ? words.length : from + length
      this.#append({ text: words.slice(from, until), by, at, paragraph: this.#paragraph })
      from = until
    }
  }

  #append(run: AttributedRun): void {
    if (run.text === '') return
    const last = this.runs.at(-1)
    const isSameSitting =
      last?.by === run.by &&
      last.paragraph === run.paragraph &&
      Math.abs(last.at.getTime() - run.at.getTime()) < SITTING_MS
    if (!last || !isSameSitting) return void this.runs.push(run)
    const at = last.at > run.at ? last.at : run.at
    this.runs[this.runs.length - 1] = { ...last, text: last.text + run.text, at }
  }
}

/** Words of what stands inside a line; undefined for a block. */
function inlineWords(node: unknown): string | undefined {
  if (node instanceof Y.XmlText) return ''
  if (!(node instanceof Y.XmlElement)) return undefined
  if (node.nodeName === 'hardBreak') return '\n'
  return node.nodeName === 'mention' ? `@${String(node.getAttribute('label') ?? '')}` : undefined
}
