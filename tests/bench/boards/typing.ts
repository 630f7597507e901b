import { randomUUID } from 'node:crypto'
import { addCard, bodyOf, ensureBoard } from '@colloque/board'
import * as Y from 'yjs'

/** Letters that somebody types at one place before they go on at another. */
const RUN = 12
/** What of a person's edits are new cards. */
const EDITS_A_CARD = 100
const LETTERS = 'le pansement a été refait ce matin '

/** An edit on its way: with everybody once they have `client` up to `clock`. */
export interface Edit {
  readonly client: number
  readonly clock: number
}

/**
 * Somebody at a board as people are at it: letter by letter in their own cards, here and there. One edit is one
 * transaction, and one update. Their edits need nobody else's.
 */
export class Typist {
  readonly doc: Y.Doc
  readonly #account: string
  readonly #cards: Y.XmlText[] = []
  #edits = 0
  #text: Y.XmlText | undefined
  #at = 0

  constructor(doc: Y.Doc, account: string) {
    this.doc = doc
    this.#account = account
    ensureBoard(doc)
  }

  edit(): Edit {
    const turn = this.#edits++
    if (turn % EDITS_A_CARD === 0) this.#addCard()
    else this.#type(turn)
    return { client: this.doc.clientID, clock: Y.getState(this.doc.store, this.doc.clientID) }
  }

  #addCard(): void {
    const id = randomUUID()
    const card = { id, column: 'needs', title: 'Pansement', body: 'Jeudi', by: this.#account, at: new Date() }
    this.doc.transact(() => addCard(this.doc, card))
    const paragraph = bodyOf(this.doc, id).get(0) as Y.XmlElement
    this.#cards.push(paragraph.get(0) as Y.XmlText)
    this.#text = undefined
  }

  #type(turn: number): void {
    if (turn % RUN === 0 || !this.#text) {
      this.#text = this.#cards[Math.floor(Math.random() * this.#cards.length)] as Y.XmlText
      this.#at = Math.floor(Math.random() * this.#text.length)
    }
    this.#text.insert(this.#at, LETTERS[turn % LETTERS.length] as string)
    this.#at += 1
  }
}

/** The updates of so many edits, as a client sends them. */
export function typed(
  account: string,
  edits: number,
): { updates: Uint8Array[]; clocks: number[]; client: number } {
  const doc = new Y.Doc()
  const typist = new Typist(doc, account)
  const updates: Uint8Array[] = []
  const clocks: number[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let count = 0; count < edits; count += 1) clocks.push(typist.edit().clock)
  doc.destroy()
  return { updates, clocks, client: doc.clientID }
}
