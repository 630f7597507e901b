import {
  PlanWhoSchema,
  type ActionKind,
  type ObjectiveStatus,
  type PlanSection,
  type PlanWho,
} from '@colloque/domain'
import * as Y from 'yjs'
import { META } from './roots.ts'
import { LOCAL_EDIT, STRUCTURE } from './board.ts'
import { compareOrder, orderIn } from './order.ts'
import { MAX_ENTRY_TEXT, PLAN_LISTS, PLAN_TEXTS } from './plan-shape.ts'
import type { PlanList, PlanText } from './plan-shape.ts'
import { replaceText } from './text.ts'
import { DueSchema, KEY } from './values.ts'

/** Operations on a care plan's document. Each is one tracked transaction; the maker of an id passes it in. */

type Entry = Y.Map<unknown>

/** Fields of an entry that are shared texts, the first one its name. */
export const PLAN_WORDS = {
  objectives: ['text', 'reason'],
  actions: ['what', 'when'],
  alerts: ['sign', 'conduct', 'call'],
  reviews: ['summary', 'people'],
} as const satisfies Record<PlanList, readonly string[]>
export type PlanWordsOf<List extends PlanList> = (typeof PLAN_WORDS)[List][number]

export const planTextOf = (doc: Y.Doc, section: PlanText) => doc.getXmlFragment(section)
export const planListOf = (doc: Y.Doc, list: PlanList) => doc.getMap<Entry>(list)
export const isPlanText = (section: PlanSection): section is PlanText =>
  (PLAN_TEXTS as readonly string[]).includes(section)

/** Undo of one's own edits of the plan's lists; the editors of its texts have their own. */
export function createPlanUndo(doc: Y.Doc): Y.UndoManager {
  return new Y.UndoManager([doc.getMap(META), ...PLAN_LISTS.map((list) => doc.getMap(list))], {
    trackedOrigins: new Set([LOCAL_EDIT]),
    captureTimeout: 400,
    // Types are never removed: the server refuses it, and other people's words are in them.
    deleteFilter: (item: Y.Item) => !(item.content instanceof Y.ContentType && item.parentSub !== null),
  })
}

export interface NewPlanEntry {
  /** A UUID, lower case. */
  readonly id: string
  /** What its first field says. */
  readonly words: string
  /** The entry to stand before; at the end otherwise. */
  readonly before?: string
  /** Account id of its author. The server refuses another. */
  readonly by: string
  readonly at: Date
}

const asText = (words = '') => new Y.Text(checkedWords(words))

/** @throws RangeError for an id that is taken or malformed, or words that are too many */
export function addObjective(doc: Y.Doc, entry: NewPlanEntry & { readonly needs?: readonly string[] }): void {
  const needs = new Y.Map((entry.needs ?? []).map((id): [string, true] => [id, true]))
  const status: ObjectiveStatus = 'proposed'
  addEntry(doc, 'objectives', entry, { text: asText(entry.words), reason: asText(), status, needs })
}

export interface NewPlanAction extends NewPlanEntry {
  readonly objective?: string
  readonly who?: PlanWho
  readonly due?: string
}

/** @throws RangeError as `addObjective`, ZodError for who and due */
export function addAction(doc: Y.Doc, entry: NewPlanAction): void {
  const { objective, who, due } = entry
  addEntry(doc, 'actions', entry, {
    what: asText(entry.words),
    when: asText(),
    links: new Y.Map(),
    ...(objective === undefined ? {} : { objective }),
    ...(who === undefined ? {} : { who: PlanWhoSchema.parse(who) }),
    ...(due === undefined ? {} : { due: DueSchema.parse(due) }),
  })
}

/** @throws RangeError as `addObjective` */
export function addAlert(doc: Y.Doc, entry: NewPlanEntry): void {
  addEntry(doc, 'alerts', entry, { sign: asText(entry.words), conduct: asText(), call: asText() })
}

/** @param entry.on the day of the review. @throws RangeError as `addObjective`, ZodError for the day */
export function addReview(doc: Y.Doc, entry: NewPlanEntry & { readonly on: string }): void {
  const on = DueSchema.parse(entry.on)
  addEntry(doc, 'reviews', entry, { summary: asText(entry.words), people: asText(), on })
}

/** Made archived and then brought in by a tracked transaction, so that undo archives it again. */
function addEntry(
  doc: Y.Doc,
  list: PlanList,
  { id, before, by, at }: NewPlanEntry,
  fields: Readonly<Record<string, unknown>>,
): void {
  if (!KEY.test(id) || planListOf(doc, list).has(id)) throw new RangeError(`not a new entry: ${id}`)
  const own = {
    order: orderIn(orderedEntries(doc, list), before),
    archived: at.toISOString(),
    createdBy: by,
    createdAt: at.toISOString(),
  }
  const entry = new Y.Map(Object.entries({ ...fields, ...own }))
  doc.transact(() => planListOf(doc, list).set(id, entry), STRUCTURE)
  restoreEntry(doc, list, id)
}

/** The shared text of a field, to bind an input to. @throws RangeError for an unknown entry */
export function planWordsOf<List extends PlanList>(
  doc: Y.Doc,
  list: List,
  id: string,
  field: PlanWordsOf<List>,
): Y.Text {
  return entryOf(doc, list, id).get(field) as Y.Text
}

/** Replaces a field's words, keeping what others type beside. @throws RangeError for an unknown entry, too many words */
export function editPlanWords<List extends PlanList>(
  doc: Y.Doc,
  list: List,
  id: string,
  field: PlanWordsOf<List>,
  words: string,
): void {
  const text = planWordsOf(doc, list, id, field)
  const checked = checkedWords(words)
  doc.transact(() => replaceText(text, checked), LOCAL_EDIT)
}

/** @throws RangeError for an unknown entry */
export function setObjectiveStatus(doc: Y.Doc, id: string, status: ObjectiveStatus): void {
  setField(doc, 'objectives', id, 'status', status)
}

/** Says which need an objective answers, or that it does not. @throws RangeError for an unknown entry */
export function setObjectiveNeed(doc: Y.Doc, id: string, needId: string, answers: boolean): void {
  const needs = entryOf(doc, 'objectives', id).get('needs') as Y.Map<true>
  if (!KEY.test(needId)) throw new RangeError(`not a need: ${needId}`)
  if (answers === needs.has(needId)) return
  doc.transact(() => (answers ? needs.set(needId, true) : needs.delete(needId)), LOCAL_EDIT)
}

export interface ActionFields {
  readonly objective: string
  readonly kind: ActionKind
  readonly who: PlanWho
  readonly due: string
}

/** Sets a field of an action; undefined empties it. @throws RangeError for an unknown entry, ZodError for who and due */
export function setActionField<Field extends keyof ActionFields>(
  doc: Y.Doc,
  id: string,
  field: Field,
  value: ActionFields[Field] | undefined,
): void {
  if (field === 'who' && value !== undefined) PlanWhoSchema.parse(value)
  if (field === 'due' && value !== undefined) DueSchema.parse(value)
  setField(doc, 'actions', id, field, value)
}

/** Shows the task that carries an action out. @throws RangeError for an unknown entry */
export function linkActionTask(doc: Y.Doc, id: string, taskId: string): void {
  const links = entryOf(doc, 'actions', id).get('links') as Y.Map<true>
  doc.transact(() => links.set(`task:${taskId}`, true), LOCAL_EDIT)
}

/** @param on a calendar day. @throws RangeError for an unknown entry, ZodError */
export function setReviewDay(doc: Y.Doc, id: string, on: string): void {
  setField(doc, 'reviews', id, 'on', DueSchema.parse(on))
}

/** @param on a calendar day; undefined: no review is planned. @throws ZodError */
export function setNextReview(doc: Y.Doc, on: string | undefined): void {
  const meta = doc.getMap(META)
  const day = on === undefined ? undefined : DueSchema.parse(on)
  doc.transact(
    () => (day === undefined ? meta.delete('nextReviewOn') : meta.set('nextReviewOn', day)),
    LOCAL_EDIT,
  )
}

/** Puts an entry before another of its list, or at the end. @throws RangeError for an unknown entry */
export function moveEntry(doc: Y.Doc, list: PlanList, id: string, before?: string): void {
  entryOf(doc, list, id)
  if (before === id) return
  const others = orderedEntries(doc, list).filter((one) => one.id !== id)
  setField(doc, list, id, 'order', orderIn(others, before))
}

/** Takes an entry out of the plan; it can be restored. @throws RangeError for an unknown entry */
export function archiveEntry(doc: Y.Doc, list: PlanList, id: string, at: Date): void {
  setField(doc, list, id, 'archived', at.toISOString())
}

/** @throws RangeError for an unknown entry */
export function restoreEntry(doc: Y.Doc, list: PlanList, id: string): void {
  setField(doc, list, id, 'archived', undefined)
}

/** Entries that are not archived, in their order. */
export function orderedEntries(doc: Y.Doc, list: PlanList): { id: string; order: string; entry: Entry }[] {
  return [...planListOf(doc, list)]
    .filter(([, entry]) => !entry.has('archived'))
    .map(([id, entry]) => ({ id, order: String(entry.get('order')), entry }))
    .sort(compareOrder)
}

/** Entries that were taken out of the plan, the last one first. */
export function archivedEntries(doc: Y.Doc, list: PlanList): { id: string; entry: Entry }[] {
  const archived = (entry: Entry) => String(entry.get('archived'))
  return [...planListOf(doc, list)]
    .filter(([, entry]) => entry.has('archived'))
    .map(([id, entry]) => ({ id, entry }))
    .sort(({ entry: one }, { entry: other }) => (archived(one) < archived(other) ? 1 : -1))
}

function setField(doc: Y.Doc, list: PlanList, id: string, field: string, value: unknown): void {
  const entry = entryOf(doc, list, id)
  doc.transact(() => (value === undefined ? entry.delete(field) : entry.set(field, value)), LOCAL_EDIT)
}

function entryOf(doc: Y.Doc, list: PlanList, id: string): Entry {
  const entry = planListOf(doc, list).get(id)
  if (!entry) throw new RangeError(`the plan has no ${list} ${id}`)
  return entry
}

function checkedWords(words: string): string {
  if (words.length > MAX_ENTRY_TEXT) throw new RangeError(`at most ${MAX_ENTRY_TEXT} characters`)
  return words
}
