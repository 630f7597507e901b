import { applyChange, vocabularyIn } from '@colloque/board'
import type { DocumentShape } from '@colloque/board'
import type * as Y from 'yjs'
import { withoutErased, type Refusal, type UnsentText } from './board-salvage.ts'
import type { BoardConnectionState } from './board-state.ts'
import type { DocumentKeeper, FromDevice } from './document-keeper.ts'

/** What was refused or came back, until its author has decided on it: here, and on the device where that keeps any. */
export class BoardForAuthor {
  readonly #shape: DocumentShape
  readonly #keeper: DocumentKeeper
  #refusals: readonly Refusal[] = []
  #refused: BoardConnectionState['refused']
  #returned: readonly string[] = []
  /** Dropped or added while a refusal is being done again: what is left of it does not bring them back. */
  readonly #decided = new Set<string>()

  constructor(shape: DocumentShape, keeper: DocumentKeeper) {
    this.#shape = shape
    this.#keeper = keeper
  }

  /** As `BoardConnectionState` has it: the last refusal's code, and what is left of them all. */
  get refused(): BoardConnectionState['refused'] {
    return this.#refused
  }

  /** Words that fell into what somebody had deleted meanwhile. */
  get returned(): readonly string[] {
    return this.#returned
  }

  /** Takes up what the device had. */
  load({ refusals, returned }: FromDevice): void {
    this.#returned = returned
    this.#set(refusals)
  }

  cameBack(text: string): void {
    this.#returned = [...this.#returned, text]
    this.#keep()
  }

  /**
   * A copy of the document was refused, and is forgotten.
   * @returns takes what is left of the refusal once it was done again
   */
  startOver(refusal: Refusal): (rest: Refusal) => void {
    const before = this.#refusals
    this.#begin([...before, refusal], this.#returned)
    return (rest) => {
      this.#set([...before, rest].map((one) => without(one, (change) => this.#decided.has(nameOf(change)))))
      this.#keep()
    }
  }

  /**
   * The same after an erasure: of everything that waits here only its author's own words stay, and of these none that
   * the document had and has no more.
   * @param had the words that the refused copy showed
   * @returns takes what is left, with the words that the document has now
   */
  startAfterErasure(
    refusal: Refusal,
    had: ReadonlySet<string>,
  ): (rest: Refusal, has: ReadonlySet<string>) => void {
    const before = this.#refusals
    const returned = this.#returned
    // Until it is known what was erased, all that was there might be.
    this.#begin(
      [...before, refusal].map((one) => withoutErased(one, had)),
      [],
    )
    return (rest, has) => {
      const gone = new Set([...had].filter((word) => !has.has(word)))
      const left = [...before, rest].map((one) => withoutErased(one, gone))
      this.#returned = returned.filter((text) => ![...vocabularyIn(text)].some((word) => gone.has(word)))
      this.#set(left.map((one) => without(one, (change) => this.#decided.has(nameOf(change)))))
      this.#keep()
    }
  }

  #begin(refusals: readonly Refusal[], returned: readonly string[]): void {
    this.#keeper.startOver(refusals, returned)
    this.#returned = returned
    this.#set(refusals)
    this.#decided.clear()
  }

  /** @returns false when the document has no room for it any more; its words stay */
  addAgain(doc: Y.Doc, unsent: UnsentText): boolean {
    const isIt = (change: UnsentText) => nameOf(change) === nameOf(unsent)
    const refusal = this.#refusals.find(({ changes }) => changes.some(isIt))
    if (!refusal || !applyChange(this.#shape, doc, refusal, unsent, 'added')) return false
    this.drop(unsent)
    return true
  }

  drop(unsent: UnsentText): void {
    this.#decided.add(nameOf(unsent))
    this.#set(this.#refusals.map((one) => without(one, (change) => nameOf(change) === nameOf(unsent))))
    this.#keep()
  }

  dismiss(): void {
    this.#returned = []
    for (const { changes } of this.#refusals) for (const change of changes) this.#decided.add(nameOf(change))
    this.#set([])
    this.#keep()
  }

  #set(refusals: readonly Refusal[]): void {
    this.#refusals = refusals.filter(({ changes }) => changes.length > 0)
    // Of one that left nothing too: its author sees that there was one.
    const code = refusals.at(-1)?.code
    // Two pages that were refused the same words show them once.
    const rest = new Map(this.#refusals.flatMap(({ changes }) => changes).map((one) => [nameOf(one), one]))
    this.#refused = code === undefined ? undefined : { code, rest: [...rest.values()] }
  }

  #keep(): void {
    this.#keeper.keepForAuthor(this.#refusals, this.#returned)
  }
}

const without = (refusal: Refusal, isGone: (change: UnsentText) => boolean): Refusal => ({
  ...refusal,
  changes: refusal.changes.filter((change) => !isGone(change)),
})

const nameOf = ({ path, text }: UnsentText) => JSON.stringify([path, text])
