import { HOUSE_ZONE } from '@colloque/domain'
import * as Y from 'yjs'
import { followActs, type Act } from './acts.ts'
import { Authorship, type StoredBatch } from './attribution.ts'
import { followMoves } from './moved-text.ts'

/** One thing that a person did to one card, column or entry in the course of a day, however many edits it took. */
export interface HistoryLine extends Act {
  readonly first: Date
  readonly last: Date
  /** The batch that it ended with: the document after it is the state to look at. */
  readonly seq: number
  readonly edits: number
}

export interface HistoryPerson {
  /** Account id, or `system:<what>`. */
  readonly by: string
  readonly first: Date
  readonly last: Date
  readonly seq: number
  /** The latest first; the oldest of a day that has very many are left out. */
  readonly lines: readonly HistoryLine[]
  /** How many are left out. */
  readonly more: number
}

export interface HistoryDay {
  /** Calendar day of the house, `2026-11-18`. */
  readonly day: string
  readonly seq: number
  readonly people: readonly HistoryPerson[]
}

export interface HistoryPage {
  /** The latest first. */
  readonly days: readonly HistoryDay[]
  /** To ask for what was before; null at the beginning. */
  readonly next: number | null
}

interface Doings {
  first: Date
  last: Date
  seq: number
  readonly lines: Map<string, HistoryLine>
}
interface Day {
  readonly day: string
  seq: number
  readonly people: Map<string, Doings>
}

const MOST_LINES = 200
const TEMPLATE = 'system:template'
/** Stands for the authors of what an erasure left. */
const ERASED = 'system:erased'
const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: HOUSE_ZONE })
const QUARTER_MS = 15 * 60_000

/**
 * A document replayed from its batches, one after another: what everybody did, day by day, who wrote which words, and
 * the document itself. Made again from the batches at will; takes later ones as they come.
 */
export class DocumentHistory {
  readonly doc = new Y.Doc()
  readonly authorship = new Authorship()
  readonly #days = new Map<string, Day>()
  /** Batches may be stored later than the time they bear. */
  readonly #dayOfBatch: string[] = []
  readonly #acts: () => readonly Act[]
  readonly #moves: ReturnType<typeof followMoves>
  #seq = 0
  #quarter = { of: -1, day: '' }

  constructor(kind: 'board' | 'plan') {
    this.#acts = followActs(this.doc, kind)
    this.#moves = followMoves(this.doc)
  }

  /**
   * A history that begins with what an erasure left: who wrote it is not known any more, nor what was done before.
   * @param batch the first of an epoch, which holds the whole document
   */
  static afterErasure(kind: 'board' | 'plan', { seq, at, updates }: StoredBatch): DocumentHistory {
    const history = new DocumentHistory(kind)
    history.#seq = seq
    history.#dayOfBatch[seq] = history.#dayName(at)
    for (const { by, u } of updates) {
      Y.applyUpdate(history.doc, u)
      history.authorship.add(u, { by: ERASED, at })
      history.#acts()
      history.#note(by, at, { what: 'document.erased', id: '', name: '' })
    }
    return history
  }

  /** The last batch that it has. */
  get seq(): number {
    return this.#seq
  }

  /** @throws RangeError when it is not the next one */
  apply({ seq, at, updates }: StoredBatch): void {
    if (seq !== this.#seq + 1) throw new RangeError(`batch ${seq} after ${this.#seq}`)
    this.#seq = seq
    this.#dayOfBatch[seq] = this.#dayName(at)
    for (const { by, u } of updates) {
      Y.applyUpdate(this.doc, u)
      this.authorship.add(u, { by, at }, this.#moves())
      const acts = this.#acts()
      // Columns that nobody made.
      if (by === TEMPLATE) this.#note(by, at, { what: 'document.made', id: '', name: '' })
      else for (const act of acts) this.#note(by, at, act)
    }
  }

  /**
   * Days in which something was done, the latest first.
   * @param page.before a page's `next`: only days before that of this batch
   */
  page({ before, limit }: { before?: number | undefined; limit: number }): HistoryPage {
    const end = before === undefined ? undefined : this.#dayOfBatch[before]
    const days = [...this.#days.values()]
      .filter(({ day }) => end === undefined || day < end)
      .sort((one, other) => (one.day < other.day ? 1 : -1))
    const shown = days.slice(0, limit)
    return {
      days: shown.map(readDay),
      next: days.length > shown.length ? shown.at(-1)!.seq : null,
    }
  }

  #note(by: string, at: Date, act: Act): void {
    const day = this.#dayOf(at)
    day.seq = this.#seq
    const doings = day.people.get(by) ?? { first: at, last: at, seq: 0, lines: new Map() }
    day.people.set(by, doings)
    doings.first = at < doings.first ? at : doings.first
    doings.last = at > doings.last ? at : doings.last
    doings.seq = this.#seq
    // The title of what one has just made is part of making it.
    if (act.what === 'card.titled') {
      const made = doings.lines.get(keyOf({ ...act, what: 'card.made' }))
      if (made) return void doings.lines.set(keyOf(made), { ...made, name: act.name })
    }
    const key = keyOf(act)
    const known = doings.lines.get(key)
    doings.lines.set(key, {
      ...act,
      first: known && known.first < at ? known.first : at,
      last: known && known.last > at ? known.last : at,
      seq: this.#seq,
      edits: (known?.edits ?? 0) + 1,
    })
  }

  #dayOf(at: Date): Day {
    const name = this.#dayName(at)
    const day = this.#days.get(name) ?? { day: name, seq: 0, people: new Map() }
    this.#days.set(name, day)
    return day
  }

  /** Zones change at full quarters; asking the calendar at each letter would take longer than the replay. */
  #dayName(at: Date): string {
    const of = Math.floor(at.getTime() / QUARTER_MS)
    if (of !== this.#quarter.of) this.#quarter = { of, day: calendar.format(at) }
    return this.#quarter.day
  }
}

/** What edits of one line have in common. */
const keyOf = ({ what, list, id, to, detail }: Act) =>
  [what, list, id, to?.id, what === 'card.due' ? undefined : detail].join(' ')

function readDay({ day, seq, people }: Day): HistoryDay {
  return {
    day,
    seq,
    people: [...people]
      .map(([by, { first, last, seq: until, lines }]) => {
        const latest = [...lines.values()].sort((one, other) => other.seq - one.seq)
        const shown = latest.slice(0, MOST_LINES)
        return { by, first, last, seq: until, lines: shown, more: latest.length - shown.length }
      })
      .sort((one, other) => other.seq - one.seq),
  }
}
