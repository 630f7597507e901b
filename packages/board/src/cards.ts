import * as Y from 'yjs'
import { LOCAL_EDIT, LOCAL_TYPING, STRUCTURE, cardOf, cardsOf, columnOf } from './board.ts'
import { orderIn } from './order.ts'
import { readPlaces } from './read-board.ts'
import { paragraphs, replaceText } from './text.ts'
import { DueSchema, KEY, LINK_KEY, MAX_TITLE, PERSON } from './values.ts'
import type { LinkType, Place } from './values.ts'

/** Operations on cards. Each is one tracked transaction; the maker of an id passes it in. */

export interface NewCard {
  /** A UUID, lower case. */
  readonly id: string
  readonly column: string
  readonly title: string
  /** Plain text; one paragraph a line. */
  readonly body?: string
  /** The card to stand before; at the end otherwise. */
  readonly before?: string
  /** Account id of its author. The server refuses another. */
  readonly by: string
  readonly at: Date
}

/**
 * Adds a card. It is made archived and then restored, in two transactions, so that undo archives it again.
 * @throws RangeError for an id that is taken or malformed, an unknown column, a title that is too long
 */
export function addCard(doc: Y.Doc, { id, column, title, body, before, by, at }: NewCard): void {
  if (!KEY.test(id) || cardsOf(doc).has(id)) throw new RangeError(`not a new card id: ${id}`)
  columnOf(doc, column)
  const card = new Y.Map<unknown>()
  const fragment = new Y.XmlFragment()
  if (body) fragment.insert(0, paragraphs(body))
  card.set('title', new Y.Text(checkedTitle(title)))
  card.set('body', fragment)
  card.set('links', new Y.Map())
  card.set('place', placeIn(doc, column, before))
  card.set('createdBy', by)
  card.set('createdAt', at.toISOString())
  card.set('archived', at.toISOString())
  doc.transact(() => cardsOf(doc).set(id, card), STRUCTURE)
  restoreCard(doc, id)
}

/** Puts a card before another of the column, or at its end. @throws RangeError for an unknown card or column */
export function moveCard(
  doc: Y.Doc,
  cardId: string,
  { column, before }: { column: string; before?: string },
): void {
  const card = cardOf(doc, cardId)
  columnOf(doc, column)
  if (before === cardId) return
  doc.transact(() => card.set('place', placeIn(doc, column, before, cardId)), LOCAL_EDIT)
}

/** Replaces a title, keeping what others type beside. @throws RangeError for an unknown card or a long title */
export function editTitle(doc: Y.Doc, cardId: string, title: string): void {
  const text = titleOf(doc, cardId)
  const checked = checkedTitle(title)
  doc.transact(() => replaceText(text, checked), LOCAL_TYPING)
}

/** The shared text of a title, to bind an input to. @throws RangeError for an unknown card */
export function titleOf(doc: Y.Doc, cardId: string): Y.Text {
  return cardOf(doc, cardId).get('title') as Y.Text
}

/** The shared rich text of a card, for the editor. @throws RangeError for an unknown card */
export function bodyOf(doc: Y.Doc, cardId: string): Y.XmlFragment {
  return cardOf(doc, cardId).get('body') as Y.XmlFragment
}

/** Replaces a card's body by plain text. @throws RangeError for an unknown card */
export function setBody(doc: Y.Doc, cardId: string, text: string): void {
  const fragment = bodyOf(doc, cardId)
  doc.transact(() => {
    fragment.delete(0, fragment.length)
    if (text) fragment.insert(0, paragraphs(text))
  }, LOCAL_EDIT)
}

/** @param due a calendar day, `2026-11-22`; undefined removes it. @throws RangeError for an unknown card, ZodError */
export function setDue(doc: Y.Doc, cardId: string, due: string | undefined): void {
  const card = cardOf(doc, cardId)
  const day = due === undefined ? undefined : DueSchema.parse(due)
  doc.transact(() => (day === undefined ? card.delete('due') : card.set('due', day)), LOCAL_EDIT)
}

/** Takes a card off the board; it can be restored. @throws RangeError for an unknown card */
export function archiveCard(doc: Y.Doc, cardId: string, at: Date): void {
  const card = cardOf(doc, cardId)
  doc.transact(() => card.set('archived', at.toISOString()), LOCAL_EDIT)
}

/** @throws RangeError for an unknown card */
export function restoreCard(doc: Y.Doc, cardId: string): void {
  const card = cardOf(doc, cardId)
  doc.transact(() => card.delete('archived'), LOCAL_EDIT)
}

/** Shows a task, flag, reading, message or file on a card. @throws RangeError for an unknown card or a malformed id */
export function linkCard(doc: Y.Doc, cardId: string, type: LinkType, id: string): void {
  addLink(doc, cardId, linkKey(type, id))
}

/** @throws RangeError for an unknown card or a malformed id */
export function unlinkCard(doc: Y.Doc, cardId: string, type: LinkType, id: string): void {
  removeLink(doc, cardId, linkKey(type, id))
}

/** Puts somebody on a card. @throws RangeError for an unknown card or a malformed account id */
export function addPerson(doc: Y.Doc, cardId: string, accountId: string): void {
  addLink(doc, cardId, linkKey(PERSON, accountId))
}

/** @throws RangeError for an unknown card or a malformed account id */
export function removePerson(doc: Y.Doc, cardId: string, accountId: string): void {
  removeLink(doc, cardId, linkKey(PERSON, accountId))
}

function addLink(doc: Y.Doc, cardId: string, key: string) {
  const links = linksOf(doc, cardId)
  if (!links.has(key)) doc.transact(() => links.set(key, true), LOCAL_EDIT)
}

function removeLink(doc: Y.Doc, cardId: string, key: string) {
  const links = linksOf(doc, cardId)
  if (links.has(key)) doc.transact(() => links.delete(key), LOCAL_EDIT)
}

const linksOf = (doc: Y.Doc, cardId: string) => cardOf(doc, cardId).get('links') as Y.Map<true>

function linkKey(type: LinkType | typeof PERSON, id: string): string {
  const key = `${type}:${id}`
  if (!LINK_KEY.test(key)) throw new RangeError(`not a link: ${key}`)
  return key
}

function placeIn(doc: Y.Doc, column: string, before?: string, moving?: string): Place {
  const others = readPlaces(doc, column).filter(({ id }) => id !== moving)
  return { column, order: orderIn(others, before) }
}

function checkedTitle(title: string): string {
  const single = title.replace(/(?<!\s)\s*[\r\n]\s*/g, ' ')
  if (single.length > MAX_TITLE) throw new RangeError(`a title has at most ${MAX_TITLE} characters`)
  return single
}
