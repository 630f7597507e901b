import {
  addCard,
  archiveCard,
  editTitle,
  ensureBoard,
  moveCard,
  readBoard,
  readCardOf,
  setBody,
} from '@colloque/board'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyAgain, keepAside } from './board-salvage.ts'
import { BoardSaves } from './board-saves.ts'

const STEP_2 = new Uint8Array([0, 1, 0])
const UPDATE = new Uint8Array([0, 2, 0])
const AT = new Date('2026-11-22T08:00:00.000Z')

describe('saved', () => {
  const buildSaves = () => {
    const saves = new BoardSaves(() => AT)
    saves.opened()
    saves.sent(STEP_2)
    return saves
  }

  test('is said when the last frame of an edit is confirmed, and not before', () => {
    const saves = buildSaves()
    saves.sent(UPDATE)
    saves.edited()
    saves.sent(UPDATE)
    saves.edited()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
    saves.confirmed(3)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said of an edit made offline until a step 2 after it is confirmed', () => {
    const saves = buildSaves()
    saves.edited()
    saves.opened()
    saves.confirmed(0)
    expect(saves.unsavedSince).toEqual(AT)
    saves.sent(STEP_2)
    saves.confirmed(1)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said of an edit that no frame carried, though others were confirmed', () => {
    const saves = buildSaves()
    saves.edited()
    saves.sent(UPDATE)
    saves.edited()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
    saves.sent(STEP_2)
    saves.confirmed(3)
    expect(saves.unsavedSince).toBeUndefined()
  })

  test('is not said for presence frames, nor on a new socket for the count of the old one', () => {
    const saves = buildSaves()
    saves.sent(UPDATE)
    saves.edited()
    saves.sent(new Uint8Array([1, 1, 0]))
    saves.opened()
    saves.confirmed(2)
    expect(saves.unsavedSince).toEqual(AT)
  })
})

describe('after a refusal', () => {
  /** A board with two cards, one's own unsaved copy of it, and the server's. */
  function buildCopies() {
    const server = new Y.Doc()
    ensureBoard(server)
    for (const id of ['a', 'b'])
      addCard(server, { id, column: 'needs', title: `Card ${id}`, by: 'them', at: AT })
    const mine = new Y.Doc()
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(server))
    return { server, mine, base: readBoard(mine) }
  }

  test('what nobody else changed is done again, formatting included', () => {
    const { server, mine, base } = buildCopies()
    editTitle(mine, 'a', 'My title')
    setBody(mine, 'a', 'My words')
    moveCard(mine, 'b', { column: 'done' })
    archiveCard(mine, 'b', AT)
    addCard(mine, { id: 'c', column: 'done', title: 'New', body: 'New words', by: 'me', at: AT })
    const rest = applyAgain(server, { base, mine, touched: new Set(['a', 'b', 'c']), accountId: 'me' })
    expect(rest).toEqual([])
    expect(readCardOf(server, 'a')).toMatchObject({ title: 'My title', body: 'My words' })
    expect(readCardOf(server, 'b')).toMatchObject({ column: 'done', archived: AT.toISOString() })
    expect(readCardOf(server, 'c')).toMatchObject({ title: 'New', body: 'New words', createdBy: 'me' })
  })

  test('what somebody else changed meanwhile stays theirs, and the words come back to their author', () => {
    const { server, mine, base } = buildCopies()
    editTitle(mine, 'a', 'My title')
    editTitle(server, 'a', 'Their title')
    const rest = applyAgain(server, { base, mine, touched: new Set(['a']), accountId: 'me' })
    expect(rest).toEqual([{ cardId: 'a', title: 'My title', field: 'title', text: 'My title' }])
    expect(readCardOf(server, 'a')!.title).toBe('Their title')
  })

  test('cards that were not touched are left alone', () => {
    const { server, mine, base } = buildCopies()
    editTitle(server, 'b', 'Their title')
    expect(applyAgain(server, { base, mine, touched: new Set(['a']), accountId: 'me' })).toEqual([])
    expect(readCardOf(server, 'b')!.title).toBe('Their title')
  })

  test('a reader keeps every word', () => {
    const { mine, base } = buildCopies()
    editTitle(mine, 'a', 'My title')
    setBody(mine, 'b', 'My words')
    const texts = keepAside({ base, mine, touched: new Set(['a', 'b']), accountId: 'me' }).map(
      ({ text }) => text,
    )
    expect(texts).toEqual(['My title', 'My words'])
  })
})
