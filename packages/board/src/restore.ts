import * as Y from 'yjs'
import { LOCAL_EDIT, cardOf, cardsOf, columnsOf } from './board.ts'
import { replaceRichText } from './replace-rich-text.ts'
import { replaceText } from './text.ts'

/**
 * Restoring is an edit like others: whoever restores makes today's board say what it said. Nothing is taken out of the
 * document, so copies that were edited offline meanwhile still merge. See ADR 17.
 */

/** Fields of a card and of a column that hold one value each. */
const CARD_VALUES = ['place', 'due', 'archived'] as const
const COLUMN_VALUES = ['title', 'order', 'archived'] as const

export interface Restoring {
  /** When: what was made since is archived under this time. */
  readonly at: Date
}

/**
 * Makes a board equal to a former state of it, in one tracked transaction: what was made since is archived, words are
 * replaced where they differ, and who wrote the others stays their author.
 * @param former the state after some batch of the same document; it is only read
 * @param now the document that is edited
 */
export function restoreBoard(now: Y.Doc, former: Y.Doc, { at }: Restoring): void {
  now.transact(() => {
    for (const [id, column] of columnsOf(now)) {
      const was = columnsOf(former).get(id)
      if (was) copyValues(column, was, COLUMN_VALUES)
      else archive(column, at)
    }
    for (const [id, card] of cardsOf(now)) {
      const was = cardsOf(former).get(id)
      if (was) copyCard(card, was)
      else archive(card, at)
    }
  }, LOCAL_EDIT)
}

/**
 * The same for one card alone. A card that stood in a column that is archived today is shown in the first one.
 * @throws RangeError when the board has no such card, or had none then
 */
export function restoreCardFrom(now: Y.Doc, former: Y.Doc, cardId: string): void {
  const card = cardOf(now, cardId)
  const was = cardOf(former, cardId)
  now.transact(() => copyCard(card, was), LOCAL_EDIT)
}

function copyCard(card: Y.Map<unknown>, was: Y.Map<unknown>): void {
  copyValues(card, was, CARD_VALUES)
  replaceText(card.get('title') as Y.Text, String(was.get('title')))
  replaceRichText(card.get('body') as Y.XmlFragment, was.get('body') as Y.XmlFragment)
  const links = card.get('links') as Y.Map<unknown>
  const formerLinks = was.get('links') as Y.Map<unknown>
  copyValues(links, formerLinks, new Set([...links.keys(), ...formerLinks.keys()]))
}

function copyValues(to: Y.Map<unknown>, from: Y.Map<unknown>, keys: Iterable<string>): void {
  for (const key of keys) {
    const value = from.get(key)
    if (JSON.stringify(to.get(key)) === JSON.stringify(value)) continue
    if (value === undefined) to.delete(key)
    else to.set(key, value)
  }
}

function archive(made: Y.Map<unknown>, at: Date): void {
  if (!made.has('archived')) made.set('archived', at.toISOString())
}
