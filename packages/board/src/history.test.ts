import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import * as board from './index.ts'
import { boardTemplate, DocumentHistory, ensurePlan, planTextOf, type StoredBatch } from './index.ts'

const TASK = '0192f3c0-1111-7000-8000-0000000000aa'

/** Batches as the server stores them, one for each edit. */
function startDocument(kind: 'board' | 'plan') {
  const doc = new Y.Doc()
  const batches: StoredBatch[] = []
  const store = (by: string, at: Date, change: () => void) => {
    const before = Y.encodeStateVector(doc)
    // What was deleted is in each of them: encoding it again changes nothing.
    change()
    const u = Y.encodeStateAsUpdate(doc, before)
    batches.push({ seq: batches.length + 1, at, updates: [{ by, u }] })
  }
  store('system:template', new Date('2026-11-17T22:30:00.000Z'), () => {
    if (kind === 'board') Y.applyUpdate(doc, boardTemplate())
    else ensurePlan(doc)
  })
  return {
    doc,
    batches,
    edit: (by: string, at: string, change: (doc: Y.Doc) => void) =>
      store(by, new Date(at), () => change(doc)),
    page(options: { before?: number; limit: number } = { limit: 50 }) {
      const history = new DocumentHistory(kind)
      for (const batch of batches) history.apply(batch)
      return history.page(options)
    },
  }
}

const add = (doc: Y.Doc, id: string, title: string, by: string) =>
  board.addCard(doc, { id, column: 'needs', title, by, at: new Date('2026-11-18T08:00:00.000Z') })

describe('the history of a board', () => {
  test('says by day and person what was done, in which order, and where it stood after', () => {
    const { edit, page } = startDocument('board')
    edit('anna', '2026-11-18T08:00:00.000Z', (doc) => add(doc, 'a', 'Lit', 'anna'))
    edit('anna', '2026-11-18T08:01:00.000Z', (doc) => board.editTitle(doc, 'a', 'Lit médicalisé'))
    edit('ben', '2026-11-18T13:02:00.000Z', (doc) => board.moveCard(doc, 'a', { column: 'done' }))
    edit('ben', '2026-11-18T13:05:00.000Z', (doc) => board.moveCard(doc, 'a', { column: 'done' }))
    edit('anna', '2026-11-19T08:00:00.000Z', (doc) => board.setDue(doc, 'a', '2026-12-01'))
    const { days, next } = page()
    expect(next).toBeNull()
    expect(days.map(({ day, people }) => [day, people.map(({ by }) => by)])).toEqual([
      ['2026-11-19', ['anna']],
      ['2026-11-18', ['ben', 'anna']],
      // Half past eleven in the evening, in Paris.
      ['2026-11-17', ['system:template']],
    ])
    const [ben, anna] = days[1]!.people
    expect(anna!.lines).toMatchObject([{ what: 'card.made', id: 'a', name: 'Lit médicalisé', edits: 1 }])
    expect(ben!.lines).toMatchObject([
      { what: 'card.ordered', seq: 5 },
      {
        what: 'card.moved',
        name: 'Lit médicalisé',
        from: { id: 'needs', title: 'Besoins' },
        to: { id: 'done', title: 'Fait' },
        seq: 4,
      },
    ])
    expect(days[0]!.people[0]!.lines).toMatchObject([{ what: 'card.due', detail: '2026-12-01' }])
    expect(days[2]!.people[0]!.lines).toMatchObject([{ what: 'document.made', seq: 1 }])
  })

  test('counts letters typed one by one as one line, with its first and last time', () => {
    const { edit, page } = startDocument('board')
    edit('anna', '2026-11-18T08:00:00.000Z', (doc) => add(doc, 'a', 'Lit', 'anna'))
    for (const [index, text] of ['P', 'Po', 'Pot'].entries()) {
      edit('ben', `2026-11-19T08:0${index}:00.000Z`, (doc) => board.setBody(doc, 'a', text))
    }
    expect(page().days[0]!.people[0]!.lines).toMatchObject([
      {
        what: 'card.written',
        edits: 3,
        first: new Date('2026-11-19T08:00:00.000Z'),
        last: new Date('2026-11-19T08:02:00.000Z'),
      },
    ])
  })

  test.each<[string, (doc: Y.Doc) => void, object]>([
    ['card.titled', (doc) => board.editTitle(doc, 'a', 'Autre'), { name: 'Autre' }],
    ['card.archived', (doc) => board.archiveCard(doc, 'a', new Date()), {}],
    ['card.linked', (doc) => board.linkCard(doc, 'a', 'task', TASK), { detail: 'task' }],
    ['card.assigned', (doc) => board.addPerson(doc, 'a', TASK), { detail: TASK }],
    ['card.due', (doc) => board.setDue(doc, 'a', '2027-01-01'), { detail: '2027-01-01' }],
    ['column.titled', (doc) => board.renameColumn(doc, 'done', 'Clos'), { id: 'done', name: 'Clos' }],
    ['column.ordered', (doc) => board.moveColumn(doc, 'done', 'needs'), { id: 'done' }],
    ['column.archived', (doc) => board.archiveColumn(doc, 'done', new Date()), { id: 'done' }],
    [
      'column.made',
      (doc) => board.addColumn(doc, { id: 'x', title: 'Relais', at: new Date() }),
      { name: 'Relais' },
    ],
  ])('knows %s', (what, change, more) => {
    const { edit, page } = startDocument('board')
    edit('anna', '2026-11-18T08:00:00.000Z', (doc) => add(doc, 'a', 'Lit', 'anna'))
    edit('ben', '2026-11-19T08:00:00.000Z', change)
    expect(page().days[0]!.people[0]!.lines).toMatchObject([{ what, ...more }])
  })

  test('knows what brings back: a card that was archived is restored, not made', () => {
    const { edit, page } = startDocument('board')
    edit('anna', '2026-11-18T08:00:00.000Z', (doc) => {
      add(doc, 'a', 'Lit', 'anna')
      board.linkCard(doc, 'a', 'task', TASK)
      board.addPerson(doc, 'a', TASK)
    })
    edit('anna', '2026-11-18T09:00:00.000Z', (doc) => board.archiveCard(doc, 'a', new Date()))
    edit('ben', '2026-11-19T08:00:00.000Z', (doc) => {
      board.restoreCard(doc, 'a')
      board.unlinkCard(doc, 'a', 'task', TASK)
      board.removePerson(doc, 'a', TASK)
    })
    const lines = page().days[0]!.people[0]!.lines.map(({ what }) => what)
    expect(lines.toSorted()).toEqual(['card.restored', 'card.unassigned', 'card.unlinked'])
  })

  test('is read by pages, and each line is there once', () => {
    const { edit, page } = startDocument('board')
    // One was written down late.
    for (const day of [20, 18, 19]) {
      edit('anna', `2026-11-${day}T08:00:00.000Z`, (doc) => add(doc, `c${day}`, 'Carte', 'anna'))
    }
    const seen: string[] = []
    let before: number | undefined
    for (let pages = 0; pages < 10; pages += 1) {
      const { days, next } = page({ limit: 1, ...(before === undefined ? {} : { before }) })
      seen.push(...days.map(({ day }) => day))
      if (next === null) break
      before = next
    }
    expect(seen).toEqual(['2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17'])
  })

  test('refuses a batch that is not the next one', () => {
    const history = new DocumentHistory('board')
    expect(() => history.apply({ seq: 2, at: new Date(), updates: [] })).toThrow(RangeError)
  })
})

test('the history of a plan names sections, entries and their fields', () => {
  const { edit, page } = startDocument('plan')
  const made = { id: 'o1', words: 'Rentrer chez elle', by: 'anna', at: new Date('2026-11-18T08:00:00.000Z') }
  edit('anna', '2026-11-18T08:00:00.000Z', (doc) => board.addObjective(doc, made))
  edit('ben', '2026-11-19T08:00:00.000Z', (doc) => {
    planTextOf(doc, 'situation').insert(0, board.paragraphs('Vit seule.'))
    board.editPlanWords(doc, 'objectives', 'o1', 'text', 'Rentrer à la maison')
    board.setObjectiveStatus(doc, 'o1', 'shared')
    board.setNextReview(doc, '2027-02-01')
  })
  const [later, first] = page().days.map(({ people }) => people[0]!.lines)
  expect(first).toMatchObject([{ what: 'entry.made', list: 'objectives', name: 'Rentrer chez elle' }])
  expect(later!.map(({ what, id, detail }) => [what, id, detail]).toSorted()).toEqual([
    ['entry.changed', 'o1', 'status'],
    ['entry.written', 'o1', 'text'],
    ['plan.changed', 'nextReviewOn', undefined],
    ['section.written', 'situation', undefined],
  ])
})
