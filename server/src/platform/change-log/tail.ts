import type { Change } from '@colloque/domain'

/** A change with what is needed to recognise its command when it comes again. */
export interface TailEntry {
  readonly change: Change
  readonly salt: string | null
  readonly input: string
}

const key = (by: string, commandId: string): string => `${by} ${commandId}`

/** The latest changes of a stream: what late subscribers and repeated commands need, without a query. */
export class Tail {
  readonly #limit: number
  /** seq that the tail begins after. */
  readonly #after: number
  #entries: TailEntry[] = []
  readonly #commands = new Map<string, TailEntry>()

  constructor(limit: number, after = 0) {
    this.#limit = limit
    this.#after = after
  }

  push(entry: TailEntry): void {
    this.#entries.push(entry)
    this.#commands.set(key(entry.change.by, entry.change.commandId), entry)
    // Cut in halves, so that the cost of shifting is spread over many pushes.
    if (this.#entries.length >= this.#limit * 2) {
      for (const { change } of this.#entries.slice(0, this.#limit))
        this.#commands.delete(key(change.by, change.commandId))
      this.#entries = this.#entries.slice(this.#limit)
    }
  }

  findCommand(by: string, commandId: string): TailEntry | undefined {
    return this.#commands.get(key(by, commandId))
  }

  /** True when the stream's every change is in the tail. */
  get whole(): boolean {
    const first = this.#entries[0]
    return first ? first.change.seq === 1 : this.#after === 0
  }

  /** @returns undefined when the tail does not reach back that far */
  since(seq: number, limit: number): Change[] | undefined {
    const first = this.#entries[0]?.change.seq
    if (first === undefined) return seq === this.#after ? [] : undefined
    if (seq < first - 1) return undefined
    return this.#entries.slice(seq - first + 1, seq - first + 1 + limit).map((entry) => entry.change)
  }

  /** The first change that is here; empty where there is none. */
  get oldest(): Change[] {
    return this.#entries.slice(0, 1).map((entry) => entry.change)
  }

  /** Forgets the words of an entity below `rev`. */
  redact(id: string, rev: number): void {
    this.#entries = this.#entries.map((entry) => {
      if (!entry.change.entities.some((entity) => entity.id === id && entity.rev < rev)) return entry
      const entities = entry.change.entities.map((entity) =>
        entity.id === id && entity.rev < rev ? { ...entity, after: null } : entity,
      )
      const blanked = { ...entry, salt: null, change: { ...entry.change, entities } }
      this.#commands.set(key(entry.change.by, entry.change.commandId), blanked)
      return blanked
    })
  }
}
