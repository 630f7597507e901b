import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addCard,
  addObjective,
  applyChange,
  archiveCard,
  BOARD_SHAPE,
  bodyOf,
  editPlanWords,
  editTitle,
  ensureBoard,
  mayWriteRoot,
  moveCard,
  ownChanges,
  PLAN_SHAPE,
  planTextOf,
  linkCard,
  readBoard,
  readCardOf,
  readPlan,
  setBody,
  setDue,
  setObjectiveStatus,
  type DocumentShape,
} from './index.ts'
import { paragraphs } from './text.ts'

const AT = new Date('2026-11-22T08:00:00.000Z')
const TASK = '0192f3c0-1111-7000-8000-0000000000aa'

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Kept on a device and read again, as after a crash. */
function keptOver({ changes, fields }: ReturnType<typeof ownChanges>) {
  return { changes: JSON.parse(JSON.stringify(changes)) as typeof changes, fields: copyOf(fields) }
}

/** @returns what could not be done again */
function applyAll(shape: DocumentShape, base: Y.Doc, mine: Y.Doc, to: Y.Doc, how: 'unchanged' | 'added') {
  const own = keptOver(ownChanges(shape, base, mine))
  return own.changes.filter((change) => !applyChange(shape, to, own, change, how))
}

describe('a board', () => {
  function buildBoard() {
    const base = new Y.Doc()
    ensureBoard(base)
    for (const id of ['a', 'b']) {
      addCard(base, { id, column: 'needs', title: `Card ${id}`, by: 'them', at: AT })
    }
    return { base, mine: copyOf(base), server: copyOf(base) }
  }

  test('what nobody else changed is done again, formatting and new cards included', () => {
    const { base, mine, server } = buildBoard()
    editTitle(mine, 'a', 'My title')
    bodyOf(mine, 'a').insert(0, paragraphs('My words'))
    ;((bodyOf(mine, 'a').get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, { bold: true })
    moveCard(mine, 'b', { column: 'done' })
    setDue(mine, 'b', '2026-12-01')
    linkCard(mine, 'b', 'task', TASK)
    addCard(mine, { id: 'c', column: 'done', title: 'New', body: 'New words', by: 'me', at: AT })
    expect(applyAll(BOARD_SHAPE, base, mine, server, 'unchanged')).toEqual([])
    expect(readBoard(server)).toEqual(readBoard(mine))
    expect(bodyOf(server, 'a').toString()).toContain('<bold>My</bold>')
  })

  test('what somebody else changed meanwhile stays theirs, and its author finds the words by their card', () => {
    const { base, mine, server } = buildBoard()
    editTitle(mine, 'a', 'My title')
    moveCard(mine, 'b', { column: 'done' })
    editTitle(server, 'a', 'Their title')
    moveCard(server, 'b', { column: 'in-progress' })
    const rest = applyAll(BOARD_SHAPE, base, mine, server, 'unchanged')
    expect(rest.map(({ path, text, entry }) => ({ path, text, entry }))).toEqual([
      { path: ['cards', 'a', 'title'], text: 'My title', entry: 'My title' },
      { path: ['cards', 'b', 'place'], text: '', entry: 'Card b' },
    ])
    expect(readCardOf(server, 'a')!.title).toBe('Their title')
    expect(readCardOf(server, 'b')!.column).toBe('in-progress')
  })

  test('words that are added stand after those of others, once however often they are added', () => {
    const { base, mine, server } = buildBoard()
    setBody(mine, 'a', 'My words')
    setBody(server, 'a', 'Their words')
    for (let time = 0; time < 2; time++) applyAll(BOARD_SHAPE, base, mine, server, 'added')
    expect(readCardOf(server, 'a')!.body).toBe('Their words\nMy words')
  })

  test('what others changed is nobody’s own change, and a card made and taken away is nothing', () => {
    const { base, mine } = buildBoard()
    editTitle(base, 'b', 'Their title')
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(base))
    addCard(mine, { id: 'c', column: 'done', title: 'New', by: 'me', at: AT })
    archiveCard(mine, 'c', AT)
    expect(ownChanges(BOARD_SHAPE, base, mine).changes).toEqual([])
  })

  test('a field of a card that is gone, or a value that the shape does not know, is left', () => {
    const { base, mine } = buildBoard()
    editTitle(mine, 'a', 'My title')
    ;(mine.getMap('cards').get('b') as Y.Map<unknown>).set('due', 'tomorrow')
    const empty = new Y.Doc()
    ensureBoard(empty)
    expect(applyAll(BOARD_SHAPE, base, mine, empty, 'added')).toHaveLength(2)
    expect(applyAll(BOARD_SHAPE, base, mine, base, 'added').map(({ path }) => path[2])).toEqual(['due'])
  })
})

describe('a plan', () => {
  function buildPlan() {
    const base = new Y.Doc()
    addObjective(base, { id: 'one', words: 'Rester chez elle', by: 'them', at: AT })
    return { base, mine: copyOf(base), server: copyOf(base) }
  }

  test('texts, lists and states are done again', () => {
    const { base, mine, server } = buildPlan()
    planTextOf(mine, 'situation').insert(0, paragraphs('Vit seule'))
    setObjectiveStatus(mine, 'one', 'shared')
    editPlanWords(mine, 'objectives', 'one', 'reason', 'Elle y tient')
    addObjective(mine, { id: 'two', words: 'Marcher', by: 'me', at: AT })
    expect(applyAll(PLAN_SHAPE, base, mine, server, 'unchanged')).toEqual([])
    expect(readPlan(server)).toEqual(readPlan(mine))
  })

  test('an aide may write her observations, and not what is diagnosed', () => {
    expect(mayWriteRoot(PLAN_SHAPE, ['health'], 'medicalSecretary')).toBe(false)
    expect(mayWriteRoot(PLAN_SHAPE, ['health'], 'physician')).toBe(true)
    expect(mayWriteRoot(BOARD_SHAPE, ['cards', 'a'], 'medicalSecretary')).toBe(true)
  })
})
