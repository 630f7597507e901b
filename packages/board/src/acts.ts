import * as Y from 'yjs'
import { CARDS, COLUMNS } from './board-shape.ts'
import { PLAN_WORDS } from './plan.ts'
import { PLAN_LISTS, PLAN_TEXTS, type PlanList } from './plan-shape.ts'
import { META } from './roots.ts'
import { PERSON, PlaceSchema } from './values.ts'

/** What an edit did, in the terms of whoever reads a history. */
export const ACTS = [
  'document.made',
  'document.erased',
  'card.made',
  'card.moved',
  'card.ordered',
  'card.titled',
  'card.written',
  'card.due',
  'card.linked',
  'card.unlinked',
  'card.assigned',
  'card.unassigned',
  'card.archived',
  'card.restored',
  'column.made',
  'column.titled',
  'column.ordered',
  'column.archived',
  'column.restored',
  'section.written',
  'entry.made',
  'entry.written',
  'entry.changed',
  'entry.ordered',
  'entry.archived',
  'entry.restored',
  'plan.changed',
] as const
export type ActName = (typeof ACTS)[number]

export interface NamedColumn {
  readonly id: string
  readonly title: string
}

export interface Act {
  readonly what: ActName
  /** Of the card, column or entry; the root of a section; empty for the document. */
  readonly id: string
  /** Its title or first words, after the act. */
  readonly name: string
  /** The list that an entry of a plan is in. */
  readonly list?: PlanList
  readonly from?: NamedColumn
  readonly to?: NamedColumn
  /** The day that is due, empty where it was removed; the type of a link; an account id; the field that was changed. */
  readonly detail?: string
}

type Events = Y.YEvent<Y.AbstractType<unknown>>[]
type Record = Y.Map<unknown>
type Change = { readonly action: string; readonly oldValue: unknown }
type Note = (act: Act) => void

/**
 * Turns what happens to a document into acts.
 * @returns takes the acts since it was called last
 */
export function followActs(doc: Y.Doc, kind: 'board' | 'plan'): () => readonly Act[] {
  let acts: Act[] = []
  const note: Note = (act) => acts.push(act)
  if (kind === 'board') followBoard(doc, note)
  else followPlan(doc, note)
  return () => {
    const taken = acts
    acts = []
    return taken
  }
}

const onDeep = (type: Pick<Y.AbstractType<unknown>, 'observeDeep'>, listener: (events: Events) => void) =>
  type.observeDeep(listener)

const wordsOf = (record: Record | undefined, key: string) => String(record?.get(key) ?? '')
const changesOf = (event: Y.YEvent<Y.AbstractType<unknown>>): [string, Change][] => [...event.changes.keys]

function followBoard(doc: Y.Doc, note: Note): void {
  const columns = doc.getMap<Record>(COLUMNS)
  const cards = doc.getMap<Record>(CARDS)
  followRecords(columns, 'column', {
    nameOf: (column) => wordsOf(column, 'title'),
    noteField: (key, act) => {
      if (key === 'title') note({ ...act, what: 'column.titled' })
      if (key === 'order') note({ ...act, what: 'column.ordered' })
    },
    noteInside: () => undefined,
    note,
  })
  followRecords(cards, 'card', {
    nameOf: (card) => wordsOf(card, 'title'),
    noteField: (key, act, change, card) => {
      if (key === 'due') note({ ...act, what: 'card.due', detail: wordsOf(card, 'due') })
      if (key === 'place') notePlace(columns, act, change.oldValue, card.get('place'), note)
    },
    noteInside: (key, act, event) => {
      if (key === 'title') note({ ...act, what: 'card.titled' })
      else if (key === 'body') note({ ...act, what: 'card.written' })
      else if (key === 'links') for (const change of changesOf(event)) noteLink(act, change, note)
    },
    note,
  })
}

function notePlace(columns: Y.Map<Record>, act: Subject, before: unknown, after: unknown, note: Note): void {
  const [from, to] = [before, after].map((place) => {
    const id = PlaceSchema.safeParse(place).data?.column ?? ''
    return { id, title: wordsOf(columns.get(id), 'title') }
  }) as [NamedColumn, NamedColumn]
  if (from.id === to.id) note({ ...act, what: 'card.ordered' })
  else note({ ...act, what: 'card.moved', from, to })
}

function noteLink(act: Subject, [key, { action }]: [string, Change], note: Note): void {
  const [type = '', id = ''] = key.split(':')
  const isAdded = action === 'add'
  if (type === PERSON) note({ ...act, what: isAdded ? 'card.assigned' : 'card.unassigned', detail: id })
  else note({ ...act, what: isAdded ? 'card.linked' : 'card.unlinked', detail: type })
}

function followPlan(doc: Y.Doc, note: Note): void {
  for (const id of PLAN_TEXTS) {
    onDeep(doc.getXmlFragment(id), () => note({ what: 'section.written', id, name: '' }))
  }
  onDeep(doc.getMap(META), (events) => {
    for (const [key] of events.flatMap(changesOf)) {
      if (key !== 'schema') note({ what: 'plan.changed', id: key, name: '' })
    }
  })
  for (const list of PLAN_LISTS) {
    const changed = (act: Subject, detail: string) => note({ ...act, list, what: 'entry.changed', detail })
    followRecords(doc.getMap<Record>(list), 'entry', {
      nameOf: (entry) => wordsOf(entry, PLAN_WORDS[list][0]),
      noteField: (key, act) => {
        if (key === 'order') note({ ...act, list, what: 'entry.ordered' })
        else changed(act, key)
      },
      noteInside: (key, act, event) => {
        if (event.target instanceof Y.Text) note({ ...act, list, what: 'entry.written', detail: key })
        else changed(act, key)
      },
      note: (act) => note({ ...act, list }),
    })
  }
}

type Subject = Pick<Act, 'id' | 'name'>

interface Following {
  nameOf(record: Record): string
  /** A value of a record, `archived` left out. */
  noteField(key: string, subject: Subject, change: Change, record: Record): void
  /** Something in a shared type of a record. */
  noteInside(key: string, subject: Subject, event: Y.YEvent<Y.AbstractType<unknown>>): void
  note: Note
}

/** Follows cards, columns or entries: records that are made archived and brought in, and never removed. */
function followRecords(
  root: Y.Map<Record>,
  kind: 'card' | 'column' | 'entry',
  { nameOf, noteField, noteInside, note }: Following,
): void {
  /** Made, and not brought in yet. */
  const unborn = new Set<string>()

  const onMade = (id: string, record: Record) => {
    if (record.has('archived')) unborn.add(id)
    else note({ what: `${kind}.made`, id, name: nameOf(record) })
  }
  const onArchived = (record: Record, subject: Subject) => {
    if (record.has('archived')) note({ ...subject, what: `${kind}.archived` })
    else note({ ...subject, what: unborn.delete(subject.id) ? `${kind}.made` : `${kind}.restored` })
  }
  onDeep(root, (events) => {
    for (const event of events) {
      const [id, key] = event.path.map(String)
      if (id === undefined) {
        for (const [made] of changesOf(event)) onMade(made, root.get(made)!)
        continue
      }
      const record = root.get(id)!
      const subject = { id, name: nameOf(record) }
      if (key !== undefined) noteInside(key, subject, event)
      else {
        for (const [field, change] of changesOf(event)) {
          if (field === 'archived') onArchived(record, subject)
          else noteField(field, subject, change, record)
        }
      }
    }
  })
}
